using System.CommandLine;
using Hermetic.Analysis.Tracking;
using Hermetic.Core;
using Hermetic.Core.Units;
using Hermetic.Production.Tracking;
using Hermetic.Reconstruction.Tracking;
using Hermetic.Reporting.Tables;
using Hermetic.Setup.Experiments;
using Hermetic.Setup.Trackers;

namespace Hermetic.Cli;

/// <summary>The verb "track".</summary>
internal static class TrackCommands
{
    private const int MostEvents = 10_000_000;
    private const int UsualPoints = 8;
    private static readonly string[] Methods = [.. Enum.GetValues<FitMethod>().Select(EnumWords.Word)];

    /// <summary>The verb with its own verbs.</summary>
    public static Command All()
    {
        Command track = new(
            "track",
            "Tracks through magnets: resolution, efficiency and ghosts of a spectrometer, and its alignment.\n\nExamples:\n"
            + "  hermetic track study two-arms --momentum 100GeV --events 500")
        {
            Study().Command,
            Align().Command,
        };
        Commands.ShowHelp(track);
        return track;
    }

    private static TableVerb Study()
    {
        Argument<string> setup = Setup();
        Option<string?> particle = Particle();
        Option<string?> momentum = new("--momentum") { Description = $"Momenta: one, a list with commas, or a grid low:high:points; low:high has {UsualPoints} points. By default that of the beam.", HelpName = "GRID" };
        Option<int> events = Commands.WholeNumber("--events", "Events at each momentum.", 10, MostEvents, 2000, "N");
        Option<string> method = new("--fit")
        {
            Description = $"How tracks are fitted: {string.Join(", ", Methods)}.",
            DefaultValueFactory = _ => EnumWords.Word(FitMethod.Kalman),
            HelpName = "METHOD",
        };
        Option<bool> tails = new("--tails") { Description = "Scattering and losses with their tails (single Coulomb scattering, Landau fluctuations, bremsstrahlung of electrons) instead of Gaussian ones." };
        Option<string?> output = new("--out") { Description = "Folder for table and plots; files of the same names are replaced. Without it nothing is written.", HelpName = "DIR" };
        Option<ulong> seed = Commands.Seed();
        Option<int> threads = Commands.Threads();
        return new TableVerb(
            "study",
            "Resolution, efficiency, ghost rate and pulls of a tracker against momentum, from digits with noise and pile-up to fitted tracks.\n\nExamples:\n"
            + "  hermetic track study two-arms --momentum 20:160GeV:4 --events 500\n"
            + "  hermetic track study na64mu-2022 --particle mu- --momentum 40:160GeV:3 --events 300 --out mu-tracks\n"
            + "  hermetic track study na64e-2018 --particle e- --momentum 100GeV --tails --fit gaussian-sum --events 200 --json",
            [particle, momentum, events, method, tails, output, seed, threads],
            (parsed, progress, cancellation) =>
            {
                string? folder = parsed.GetValue(output);
                if (folder is not null)
                {
                    OutputFile.RequireWritable("--out", Path.Combine(folder, "study.csv"));
                }

                TrackerSetup tracker = TrackerLibrary.Get(parsed.GetValue(setup)!);
                double[] momenta = parsed.GetValue(momentum) is { } text ? Momenta("--momentum", text) : [tracker.Beam.Momentum];
                DataTable table = TrackTables.Study(
                    tracker,
                    new TrackStudyOptions(
                        ParticleOf(parsed.GetValue(particle), tracker), momenta, parsed.GetValue(events), parsed.GetValue(seed), parsed.GetValue(threads), Method(parsed.GetValue(method)!), parsed.GetValue(tails)),
                    progress,
                    cancellation);
                if (folder is not null)
                {
                    TrackTables.Write(table, folder);
                }

                return table;
            },
            setup);
    }

    private static TableVerb Align()
    {
        Argument<string> setup = Setup();
        Option<string?> particle = Particle();
        Option<string?> momentum = new("--momentum") { Description = "Momentum of the tracks; by default that of the beam.", HelpName = "P" };
        Option<int> straight = Commands.WholeNumber("--straight", "Events with the magnets off.", 0, MostEvents, 2000, "N");
        Option<int> bent = Commands.WholeNumber("--bent", "Events with the magnets on.", 0, MostEvents, 2000, "N");
        Option<string> shift = new("--shift") { Description = "Standard deviation of the planes' displacements.", DefaultValueFactory = _ => "0.5mm", HelpName = "LENGTH" };
        Option<string> rotation = new("--rotation") { Description = "Standard deviation of the planes' rotations about the beam.", DefaultValueFactory = _ => "1mrad", HelpName = "ANGLE" };
        Option<ulong> seed = Commands.Seed();
        Option<int> threads = Commands.Threads();
        return new TableVerb(
            "align",
            "Displaces the planes of a tracker at random and finds the displacements again from straight and bent tracks, with their errors.\n\nExamples:\n"
            + "  hermetic track align two-arms --straight 500 --bent 500\n"
            + "  hermetic track align two-arms --straight 0 --bent 500 --shift 0.3mm --rotation 0.5mrad --csv",
            [particle, momentum, straight, bent, shift, rotation, seed, threads],
            (parsed, progress, cancellation) =>
            {
                TrackerSetup tracker = TrackerLibrary.Get(parsed.GetValue(setup)!);
                double p = parsed.GetValue(momentum) is { } text ? Momenta("--momentum", text) is [double one] ? one : throw new InputException("--momentum: tracks of one momentum are aligned with; allowed: one momentum") : tracker.Beam.Momentum;
                return TrackTables.Align(
                    tracker,
                    new TrackAlignmentOptions(
                        ParticleOf(parsed.GetValue(particle), tracker),
                        p,
                        parsed.GetValue(straight),
                        parsed.GetValue(bent),
                        Within("--shift", parsed.GetValue(shift)!, Dimension.Length, 1e-6, 10),
                        Within("--rotation", parsed.GetValue(rotation)!, Dimension.Angle, 1e-9, 0.05),
                        parsed.GetValue(seed),
                        parsed.GetValue(threads)),
                    progress,
                    cancellation);
            },
            setup);
    }

    private static Argument<string> Setup() => new("SETUP") { Description = $"A tracker: {string.Join(", ", TrackerLibrary.OwnNames)}, the name of an experiment that describes one, or the path of a file of either." };

    private static Option<string?> Particle() => new("--particle") { Description = $"Particle: {string.Join(", ", TrackParticle.Names)}; by default that of the beam.", HelpName = "KIND" };

    private static TrackParticle ParticleOf(string? name, TrackerSetup tracker) => name is null ? tracker.Beam.Particle : TrackParticle.Get(name, "--particle");

    private static FitMethod Method(string text)
    {
        return Array.IndexOf(Methods, text) is >= 0 and int i
            ? Enum.GetValues<FitMethod>()[i]
            : throw new InputException($"--fit: '{text}' is not known; allowed: {string.Join(", ", Methods)}" + InputException.Hint(text, Methods));
    }

    private static double Within(string option, string text, Dimension dimension, double least, double most)
    {
        double value = Quantity.Parse(text, dimension, option);
        return value >= least && value <= most ? value : throw new InputException($"{option}: '{text}' cannot be used; allowed: from {Quantity.Format(least, dimension)} to {Quantity.Format(most, dimension)}");
    }

    /// <summary>Momenta as other grids, but "20:160GeV" too: a unit at the end is that of all, and two ends have the usual number of points between them, evenly.</summary>
    private static double[] Momenta(string option, string text)
    {
        string[] parts = text.Split(':');
        if (parts.Length is not (2 or 3))
        {
            return new QuantityGrid(option, Dimension.Energy, TrackerSetup.LeastMomentum, TrackerSetup.MostMomentum).Parse(text);
        }

        string allowed = $"a grid low:high or low:high:points in GeV, from {TrackerSetup.LeastMomentum} to {TrackerSetup.MostMomentum} GeV, with 2 to 1000 points";
        string unit = string.Concat(parts[1].SkipWhile(c => !char.IsLetter(c) || c == 'e'));
        string low = parts[0].Any(c => char.IsLetter(c) && c != 'e') ? parts[0] : parts[0] + unit;
        int points = UsualPoints;
        if (!Quantity.TryParse(low, Dimension.Energy, out double from) || !Quantity.TryParse(parts[1], Dimension.Energy, out double to)
            || from < TrackerSetup.LeastMomentum || to > TrackerSetup.MostMomentum || to <= from
            || (parts.Length == 3 && (!int.TryParse(parts[2], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out points) || points is < 2 or > 1000)))
        {
            throw new InputException($"{option}: '{text}' cannot be used; allowed: {allowed}");
        }

        return [.. Enumerable.Range(0, points).Select(i => from + ((to - from) * i / (points - 1)))];
    }
}
