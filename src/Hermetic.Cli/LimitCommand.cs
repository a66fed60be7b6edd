using System.CommandLine;
using Hermetic.Core;
using Hermetic.Inference;
using Hermetic.Inference.HistFactory;
using Hermetic.Production;
using Hermetic.Production.Counting;
using Hermetic.Reporting.Workspaces;
using Hermetic.Setup.Counting;

namespace Hermetic.Cli;

/// <summary>The verb "limit".</summary>
internal static class LimitCommand
{
    public static Command Create()
    {
        Argument<string?> file = new("file") { Description = "File of a counting experiment (YAML) or a pyhf workspace (JSON), instead of --observed and --background.", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> observed = new("--observed") { Description = "Observed events; several channels with commas.", HelpName = "N" };
        Option<string?> background = new("--background") { Description = "Expected background of each channel: 0.53, 0.53+-0.17 or 0.53+-30%.", HelpName = "B" };
        Option<string?> backgroundModel = new("--background-model")
        {
            Description = "What the uncertainty of the background means: none (a plain number), gamma (from a control count of (b/sigma)^2 events; the default with an uncertainty), lognormal, gaussian (cut off at 0).",
            HelpName = "MODEL",
        };
        Option<string?> signal = new("--signal") { Description = "Share of the signal in each channel; by default equal.", HelpName = "S" };
        Option<string?> signalUncertainty = new("--signal-uncertainty") { Description = "Relative uncertainty of the signal efficiency, log-normal and common to all channels.", HelpName = "10%" };
        Option<string?> construction = new("--construction") { Description = $"One of {string.Join(", ", Limits.Words)}; by default the one that suits the counts.", HelpName = "WORD" };
        Option<string> level = new("--cl") { Description = "Confidence (or credibility) level in per cent.", DefaultValueFactory = _ => "90", HelpName = "90" };
        Option<string> prior = new("--prior") { Description = "Prior of the signal for bayes: flat or reference.", DefaultValueFactory = _ => "flat", HelpName = "WORD" };
        Option<string> nuisances = new("--nuisances") { Description = "What feldman-cousins does with uncertainties: profile or hybrid.", DefaultValueFactory = _ => "profile", HelpName = "WORD" };
        Option<string?> measurement = new("--measurement") { Description = "Measurement of a workspace; by default its first.", HelpName = "NAME" };
        Option<string> interpolation = new("--interpolation") { Description = "How a workspace's systematic effects are interpolated: piecewise (codes 0 and 1) or smooth (codes 4p and 4).", DefaultValueFactory = _ => "piecewise", HelpName = "WORD" };
        Option<bool> few = new("--allow-few-events") { Description = "Let asymptotic formulas answer with a warning where there are too few events for them." };
        Option<int> toys = Commands.WholeNumber("--toys", "Toys of each hypothesis.", 100, 10_000_000, 20_000, "N");
        Option<ulong> seed = Commands.Seed();
        Option<int> threads = Commands.Threads();
        Option<bool> json = Commands.Json("the limit");
        Option<bool> csv = Commands.Csv("the limit", json);
        Command command = new(
            "limit",
            "Upper limit (or interval) of a counting experiment, with its expected band and the name of its construction.\n\nExamples:\n"
            + "  hermetic limit --observed 0 --background 0.53+-0.17\n"
            + "  hermetic limit --observed 1 --background 0.5 --cl 95 --json\n"
            + "  hermetic limit --observed 0,1 --background 0.5+-0.2,1.2+-0.4 --signal 0.6,0.4 --signal-uncertainty 10%\n"
            + "  hermetic limit --observed 3 --background 1.1+-30% --background-model lognormal --construction feldman-cousins\n"
            + "  hermetic limit my-counts.yaml\n"
            + "  hermetic limit my-workspace.json --cl 95")
        {
            file, observed, background, backgroundModel, signal, signalUncertainty, construction, level, prior, nuisances, measurement, interpolation, few, toys, seed, threads, json, csv,
        };
        command.SetAction((parsed, cancellation) => Task.Run(() =>
        {
            LimitRequest request = new(CountsText.ConfidenceLevel(parsed.GetValue(level)!))
            {
                Construction = parsed.GetValue(construction) is { } word ? LimitRun.ConstructionOf(word) : null,
                AllowFewEvents = parsed.GetValue(few),
                Toys = new ToyOptions(parsed.GetValue(toys), parsed.GetValue(seed), parsed.GetValue(threads)),
                Prior = Word("--prior", parsed.GetValue(prior)!, ("flat", SignalPrior.Flat), ("reference", SignalPrior.Reference)),
                Treatment = Word("--nuisances", parsed.GetValue(nuisances)!, ("profile", NuisanceTreatment.Profile), ("hybrid", NuisanceTreatment.Hybrid)),
            };
            Option<string?>[] counts = [observed, background, backgroundModel, signal, signalUncertainty];
            string? path = parsed.GetValue(file);
            if (path is not null && Array.Find(counts, o => parsed.GetValue(o) is not null) is { } given)
            {
                throw new InputException($"{given.Name}: the counts stand in the file; allowed: a file, or counts on the command line");
            }

            if (path is not null && WorkspaceRun.IsWorkspace(path))
            {
                WorkspaceLimit limit = WorkspaceRun.Limit(
                    path,
                    parsed.GetValue(measurement),
                    Word("--interpolation", parsed.GetValue(interpolation)!, ("piecewise", Interpolation.Piecewise), ("smooth", Interpolation.Smooth)),
                    request,
                    cancellation);
                Write(() => WorkspaceLimitText.Json(limit, SearchRun.Version), () => WorkspaceLimitText.Csv(limit), () => WorkspaceLimitText.Plain(limit));
                return ExitCode.Success;
            }

            if (Array.Find<Option>([measurement, interpolation], o => parsed.GetResult(o) is { Implicit: false }) is { } unusable)
            {
                throw new InputException($"{unusable.Name}: this is for workspaces; allowed with it: a file that ends in .json");
            }

            CountingFile? read = path is null ? null : LimitRun.Read(path);
            BinnedModel model = read?.Model ?? CountsText.Parse(
                parsed.GetValue(observed) ?? throw Missing("--observed"),
                parsed.GetValue(background) ?? throw Missing("--background"),
                parsed.GetValue(backgroundModel),
                parsed.GetValue(signal),
                parsed.GetValue(signalUncertainty));
            LimitAnswer answer = LimitRun.Compute(read?.Title, model, request);
            Write(() => LimitText.Json(answer, SearchRun.Version), () => LimitText.Csv(answer), () => LimitText.Plain(answer));
            return ExitCode.Success;

            void Write(Func<string> asJson, Func<string> asCsv, Func<string> plain) =>
                Console.Out.Write(parsed.GetValue(json) ? asJson() : parsed.GetValue(csv) ? asCsv() : plain());
        }));
        return command;
    }

    private static InputException Missing(string option) =>
        new($"{option} is missing; allowed: --observed and --background, such as --observed 0 --background 0.53+-0.17, or a file");

    private static T Word<T>(string option, string word, params (string Word, T Value)[] words)
    {
        foreach ((string known, T value) in words)
        {
            if (known == word)
            {
                return value;
            }
        }

        throw new InputException($"{option}: '{word}' is not known; allowed: {string.Join(", ", words.Select(w => w.Word))}");
    }
}
