using System.CommandLine;
using System.Globalization;
using Hermetic.Core;
using Hermetic.Core.Units;
using Hermetic.Production;
using Hermetic.Setup.Geometry;
using Hermetic.Simulation.Transport;

namespace Hermetic.Cli;

/// <summary>The verb "shower".</summary>
internal static class ShowerCommand
{
    private const int MostEvents = 1_000_000_000;

    public static Command Create()
    {
        Option<string> particle = new("--particle")
        {
            Description = $"Beam particle: {string.Join(", ", ShowerRun.Particles)}.",
            DefaultValueFactory = _ => "e-",
            HelpName = "KIND",
        };
        Option<string> energy = new("--energy") { Description = "Kinetic energy of the beam particle.", DefaultValueFactory = _ => "10GeV", HelpName = "E" };
        Option<string> stack = new("--stack")
        {
            Description = $"What it hits: {string.Join(", ", StackLibrary.Names)}, a stack file, or a description such as \"Pb 40X0\".",
            DefaultValueFactory = _ => "ecal",
            HelpName = "STACK",
        };
        Option<int> events = Commands.WholeNumber("--events", "Number of showers.", 1, MostEvents, 100, "N");
        Option<string> cut = new("--cut") { Description = "Production cut of photons and electrons, as a range.", DefaultValueFactory = _ => "0.7mm", HelpName = "RANGE" };
        Option<string?> birks = new("--birks") { Description = "Birks's constant of the active layers, such as 0.126mm/MeV; by default that of the stack file, or none.", HelpName = "KB" };
        Option<bool> times = new("--times") { Description = "Also score the time of the deposits in the cells (time.csv)." };
        Option<ulong> seed = Commands.Seed();
        Option<int> threads = Commands.Threads();
        Option<string?> output = new("--out") { Description = "Folder for the tables; files of the same names are replaced. Without it nothing is written.", HelpName = "DIR" };
        Option<bool> calibrate = new("--calibrate") { Description = "Also measure the rate of a fixed arithmetic kernel, so that rates on different or busy machines compare as ratios." };
        Option<bool> json = Commands.Json("the summary");
        Command command = new(
            "shower",
            "Simulate showers of one particle in a stack of layers: energy deposits, leakage, track lengths, and the speed.\n\nExamples:\n"
            + "  hermetic shower --energy 10GeV --stack ecal --events 50\n"
            + "  hermetic shower --particle gamma --energy 1GeV --stack pb-slab --events 100 --out tables\n"
            + "  hermetic shower --energy 2GeV --stack \"20 x (W 3.5mm, polystyrene-scintillator 2mm active)\" --events 50 --birks 0.126mm/MeV\n"
            + "  hermetic shower --energy 1GeV --stack na64-ecal --events 50 --threads 1 --calibrate --json")
        {
            particle, energy, stack, events, cut, birks, times, seed, threads, output, calibrate, json,
        };
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                ShowerRequest request = new(
                    parsed.GetValue(particle)!,
                    Quantity.Parse(parsed.GetValue(energy), Dimension.Energy, "--energy"),
                    parsed.GetValue(stack)!,
                    parsed.GetValue(events),
                    Quantity.Parse(parsed.GetValue(cut), Dimension.Length, "--cut"),
                    parsed.GetValue(seed),
                    parsed.GetValue(threads))
                {
                    Birks = BirksOf(parsed.GetValue(birks)),
                    Times = parsed.GetValue(times),
                    Folder = parsed.GetValue(output),
                };
                using ProgressLine progress = new();
                (StackSetup setup, ShowerTables tables) = ShowerRun.Execute(request, progress, cancellation);
                progress.Dispose();
                double? rate = parsed.GetValue(calibrate) ? ArithmeticKernel.Rate() : null;
                if (parsed.GetValue(json))
                {
                    Console.Out.Write(ShowerText.ToJson(request, setup, tables, rate, SearchRun.Version));
                    return ExitCode.Success;
                }

                Console.Out.Write(ShowerText.Heading(request, setup));
                Console.Out.Write(ShowerText.Plot(tables));
                Console.Out.Write(ShowerText.Figures(tables));
                if (rate is { } rounds)
                {
                    Console.Out.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"Kernel: {1e-6 * rounds:F1} million rounds/s; one shower is worth {rounds * tables.Workers / tables.EventsPerSecond:G4} rounds"));
                }

                if (request.Folder is not null)
                {
                    Console.Out.WriteLine($"Tables: {request.Folder}");
                }

                return ExitCode.Success;
            },
            cancellation));
        return command;
    }

    private static double? BirksOf(string? text)
    {
        if (text is null)
        {
            return null;
        }

        return BirksConstant.TryParse(text, out double value) ? value : throw new InputException($"--birks: '{text}' cannot be used; allowed: {BirksConstant.Allowed}");
    }
}
