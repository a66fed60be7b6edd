using BenchmarkDotNet.Running;

// Short run:    dotnet run -c Release --project benchmarks/Hermetic.Benchmarks -- --filter '*' --job short
// One group:    dotnet run -c Release --project benchmarks/Hermetic.Benchmarks -- --filter '*Shower*'
BenchmarkSwitcher.FromAssembly(typeof(Hermetic.Benchmarks.TransportBenchmarks).Assembly).Run(args);
