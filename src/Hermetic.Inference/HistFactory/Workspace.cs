namespace Hermetic.Inference.HistFactory;

/// <summary>
/// A HistFactory analysis as data, with the structure of a pyhf JSON workspace: channels of binned samples with modifiers, what was observed, and one or more
/// measurements. Model: K. Cranmer et al., CERN-OPEN-2012-016; layout: the workspace schema 1.0 of scikit-hep/pyhf. Not checked on construction;
/// <see cref="WorkspaceCheck"/> and <see cref="HistFactoryModel.Create"/> do that.
/// </summary>
/// <param name="Channels">The channels (regions, periods), at least one.</param>
/// <param name="Observations">One per channel, by name.</param>
/// <param name="Measurements">At least one.</param>
/// <param name="Version">Version of the layout.</param>
public sealed record Workspace(
    IReadOnlyList<Channel> Channels,
    IReadOnlyList<Observation> Observations,
    IReadOnlyList<Measurement> Measurements,
    string Version = Workspace.CurrentVersion)
{
    /// <summary>The version that is written.</summary>
    public const string CurrentVersion = "1.0.0";

    /// <summary>Versions whose workspaces have the same structure.</summary>
    public static IReadOnlyList<string> KnownVersions { get; } = [CurrentVersion, "1.0.1", "1.1.0"];
}

/// <summary>A channel: disjoint bins that are counted together.</summary>
/// <param name="Name">Unique in the workspace.</param>
/// <param name="Samples">What contributes, at least one; all with the same number of bins.</param>
public sealed record Channel(string Name, IReadOnlyList<Sample> Samples);

/// <summary>A process that contributes to a channel.</summary>
/// <param name="Name">Unique in its channel.</param>
/// <param name="Data">Expected events by bin with all modifiers at their nominal values.</param>
/// <param name="Modifiers">What scales or shifts them; may be empty.</param>
public sealed record Sample(string Name, IReadOnlyList<double> Data, IReadOnlyList<Modifier> Modifiers);

/// <summary>The observed counts of a channel.</summary>
/// <param name="Name">Name of the channel.</param>
/// <param name="Data">Counts by bin; pseudo-data need not be whole.</param>
public sealed record Observation(string Name, IReadOnlyList<double> Data);

/// <summary>What is to be measured.</summary>
/// <param name="Name">Unique in the workspace.</param>
/// <param name="ParameterOfInterest">Name of a normalisation factor.</param>
/// <param name="Parameters">Settings of parameters that differ from the usual ones.</param>
public sealed record Measurement(string Name, string ParameterOfInterest, IReadOnlyList<ParameterSettings> Parameters);

/// <summary>Settings of one named set of parameters; what is null keeps its usual value.</summary>
/// <param name="Name">Name of the modifiers that it belongs to.</param>
public sealed record ParameterSettings(string Name)
{
    /// <summary>Where fits start, and the values of fixed parameters; one per parameter of the set.</summary>
    public IReadOnlyList<double>? Initial { get; init; }

    /// <summary>Allowed ranges.</summary>
    public IReadOnlyList<(double Low, double High)>? Bounds { get; init; }

    /// <summary>Central values of normal constraints.</summary>
    public IReadOnlyList<double>? AuxiliaryData { get; init; }

    /// <summary>Widths of normal constraints.</summary>
    public IReadOnlyList<double>? Sigmas { get; init; }

    /// <summary>Whether the parameters are held at their initial values.</summary>
    public bool? Fixed { get; init; }
}

/// <summary>A modifier of a sample. Modifiers with the same name share their parameter.</summary>
/// <param name="Name">Name of its parameter or set of parameters.</param>
public abstract record Modifier(string Name);

/// <summary>"normfactor": a free factor on all bins.</summary>
/// <param name="Name">Name of the factor.</param>
public sealed record NormFactor(string Name) : Modifier(Name);

/// <summary>"lumi": a factor on all bins with a normal constraint, whose centre and width stand in the measurement.</summary>
/// <param name="Name">Name of the factor; the layout knows only "lumi".</param>
public sealed record Luminosity(string Name = Luminosity.OnlyName) : Modifier(Name)
{
    /// <summary>The name that the layout allows.</summary>
    public const string OnlyName = "lumi";
}

/// <summary>"normsys": a factor on all bins interpolated between its values at -1 and +1 of a unit-normal parameter.</summary>
/// <param name="Name">Name of the parameter.</param>
/// <param name="Low">Factor at -1, above 0.</param>
/// <param name="High">Factor at +1, above 0.</param>
public sealed record NormSys(string Name, double Low, double High) : Modifier(Name);

/// <summary>"histosys": all bins shift together, interpolated between two histograms at -1 and +1 of a unit-normal parameter.</summary>
/// <param name="Name">Name of the parameter.</param>
/// <param name="Low">Expected events by bin at -1.</param>
/// <param name="High">Expected events by bin at +1.</param>
public sealed record HistoSys(string Name, IReadOnlyList<double> Low, IReadOnlyList<double> High) : Modifier(Name);

/// <summary>"shapesys": one factor per bin, each known from a control count of size (data / uncertainty)^2. Belongs to one sample of one channel.</summary>
/// <param name="Name">Name of the set of factors.</param>
/// <param name="Uncertainties">Standard uncertainty in events by bin; where it or the data is 0 the bin has no factor.</param>
public sealed record ShapeSys(string Name, IReadOnlyList<double> Uncertainties) : Modifier(Name);

/// <summary>
/// "staterror": one factor per bin of a channel, shared by all its samples that bear the modifier, with a normal constraint whose width is their quadratic sum of
/// uncertainties over their sum of events.
/// </summary>
/// <param name="Name">Name of the set of factors.</param>
/// <param name="Uncertainties">Standard uncertainty of this sample in events by bin.</param>
public sealed record StatError(string Name, IReadOnlyList<double> Uncertainties) : Modifier(Name);

/// <summary>"shapefactor": one free factor per bin.</summary>
/// <param name="Name">Name of the set of factors.</param>
public sealed record ShapeFactor(string Name) : Modifier(Name);
