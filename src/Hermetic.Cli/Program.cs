Console.WriteLine("hermetic");
