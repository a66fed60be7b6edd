namespace Hermetic.Production.Validation;

/// <summary>What a comparison came to.</summary>
public enum Verdict
{
    /// <summary>Within the tolerance.</summary>
    Pass,

    /// <summary>Outside the tolerance.</summary>
    Fail,

    /// <summary>Shown but not judged: this version promises nothing about it.</summary>
    ForInformation,
}

/// <summary>One comparison: a quantity, ours and the reference.</summary>
/// <param name="Group">Name of the comparison file.</param>
/// <param name="Quantity">What is compared, with its unit.</param>
/// <param name="Ours">Our value.</param>
/// <param name="Error">Its standard error; 0 for what is not simulated.</param>
/// <param name="Reference">The reference's value.</param>
/// <param name="ReferenceError">Its standard error; 0 where none is known.</param>
/// <param name="Deviation">Ours less the reference, over the reference (over the maximum, for profiles).</param>
/// <param name="DeviationError">Standard error of the deviation from both errors.</param>
/// <param name="Counted">What of the deviation's size is judged: all of it, or what exceeds the standard errors that the file allows.</param>
/// <param name="Tolerance">Largest counted deviation that passes, as a fraction; null where nothing is judged.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="Source">Source of the reference.</param>
/// <param name="Remark">Remark, or empty.</param>
public sealed record ValidationRow(
    string Group,
    string Quantity,
    double Ours,
    double Error,
    double Reference,
    double ReferenceError,
    double Deviation,
    double DeviationError,
    double Counted,
    double? Tolerance,
    Verdict Verdict,
    string Source,
    string Remark)
{
    /// <summary>Judges one comparison.</summary>
    /// <param name="group">Name of the comparison file.</param>
    /// <param name="quantity">What is compared.</param>
    /// <param name="ours">Our value and its standard error.</param>
    /// <param name="reference">The reference and its standard error.</param>
    /// <param name="scale">What the difference is divided by, positive; 0 is allowed where both values are 0.</param>
    /// <param name="tolerance">Largest deviation that passes, or null for no judgement.</param>
    /// <param name="standardErrors">Combined standard errors that are taken off the deviation first.</param>
    /// <param name="source">Source of the reference.</param>
    /// <param name="remark">Remark.</param>
    public static ValidationRow Judge(
        string group,
        string quantity,
        (double Value, double Error) ours,
        (double Value, double Error) reference,
        double scale,
        double? tolerance,
        int standardErrors,
        string source,
        string remark = "")
    {
        double difference = ours.Value - reference.Value;
        double deviation = difference == 0 ? 0 : difference / scale;
        double error = Math.Sqrt((ours.Error * ours.Error) + (reference.Error * reference.Error));
        double relative = error == 0 ? 0 : error / scale;
        double counted = Math.Max(0, Math.Abs(deviation) - (standardErrors * relative));
        // Written so that a deviation that is no number fails.
        Verdict verdict = tolerance is not { } allowed ? Verdict.ForInformation : counted <= allowed ? Verdict.Pass : Verdict.Fail;
        return new ValidationRow(group, quantity, ours.Value, ours.Error, reference.Value, reference.Error, deviation, relative, counted, tolerance, verdict, source, remark);
    }
}
