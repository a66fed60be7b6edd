using Hermetic.Inference;

namespace Hermetic.Setup.Counting;

/// <summary>A counting experiment as its file states it.</summary>
/// <param name="Title">What it is.</param>
/// <param name="Model">Its bins and uncertainties.</param>
/// <param name="Files">The files that were read.</param>
public sealed record CountingFile(string Title, BinnedModel Model, IReadOnlyList<string> Files);
