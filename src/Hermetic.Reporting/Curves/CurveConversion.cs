using Hermetic.Physics.DarkSector;
using Hermetic.Reporting.Figures;
using Hermetic.Setup.Experiments;

namespace Hermetic.Reporting.Curves;

/// <summary>A library curve as it is drawn for a hypothesis.</summary>
/// <param name="Curve">The curve.</param>
/// <param name="Points">Its points in the plane asked for; empty where it cannot be drawn.</param>
/// <param name="Statement">What was done to it, or why it is left out; null where it stands as published.</param>
public sealed record ConvertedCurve(PublishedCurve Curve, IReadOnlyList<Point> Points, Label? Statement)
{
    /// <summary>Whether there is anything to draw.</summary>
    public bool IsDrawn => Points.Count > 0;
}

/// <summary>
/// Brings library curves to the alphaD and mass ratio of a hypothesis, by y = alphaD epsilon^2 (m_chi/m_A')^4 and the rules of <see cref="Rescaling"/>, and
/// only where those leave no doubt.
/// </summary>
public static class CurveConversion
{
    /// <summary>A curve in a plane for a hypothesis.</summary>
    /// <param name="curve">The curve.</param>
    /// <param name="plane">The plane to draw it in.</param>
    /// <param name="alphaD">Dark coupling of the hypothesis.</param>
    /// <param name="massRatio">m_A'/m_chi of the hypothesis.</param>
    /// <param name="darkMatter">Kind of dark matter.</param>
    public static ConvertedCurve Convert(PublishedCurve curve, Plane plane, double alphaD, double massRatio, DarkMatter darkMatter)
    {
        ArgumentNullException.ThrowIfNull(curve);
        bool sameRatio = curve.MassRatio is not { } r || Near(r, massRatio);
        bool sameAlpha = curve.AlphaD is not { } a || Near(a, alphaD);
        if (curve.DarkMatter is { } kind && kind != darkMatter)
        {
            return LeftOut(Label.Plain($"holds for {EnumWords.Word(kind)} dark matter only"));
        }

        if (plane == Plane.Epsilon)
        {
            return curve.Plane == Plane.Epsilon ? new ConvertedCurve(curve, curve.Points, null) : LeftOut(Label.Parse("is given in the plane of *y*"));
        }

        if (curve.Plane == Plane.Epsilon)
        {
            // The definition of y, no more: the limit on epsilon at m_A' is one on y at m_chi = m_A'/ratio.
            return curve.Rescaling != Rescaling.Production
                ? LeftOut(Label.Parse("has no rule for the plane of *y*"))
                : new ConvertedCurve(
                    curve,
                    [.. curve.Points.Select(p => new Point(p.X / massRatio, alphaD * p.Y * p.Y / Math.Pow(massRatio, 4)))],
                    Label.Parse("converted from *ε* by the definition of *y*"));
        }

        if (sameRatio && (sameAlpha || curve.Rescaling is Rescaling.Thermal or Rescaling.DirectDetection))
        {
            return new ConvertedCurve(curve, curve.Points, null);
        }

        double fromAlpha = curve.AlphaD ?? alphaD;
        double fromRatio = curve.MassRatio ?? massRatio;
        switch (curve.Rescaling)
        {
            case Rescaling.Production:
                {
                    double massFactor = fromRatio / massRatio;
                    double factor = alphaD / fromAlpha * Math.Pow(massFactor, 4);
                    return new ConvertedCurve(
                        curve,
                        [.. curve.Points.Select(p => new Point(p.X * massFactor, p.Y * factor))],
                        Origin(fromAlpha, fromRatio) + Label.Parse(" at constant *ε*(*m*_{*A*′})"));
                }

            case Rescaling.Scattering when sameRatio:
                {
                    double factor = Math.Sqrt(alphaD / fromAlpha);
                    return new ConvertedCurve(
                        curve,
                        [.. curve.Points.Select(p => p with { Y = p.Y * factor })],
                        Origin(fromAlpha, fromRatio) + Label.Parse(" by *y*\u00A0∝\u00A0*α*_{D}^{1/2}"));
                }

            default:
                return LeftOut(Label.Parse("holds for ") + (sameRatio ? Alpha(fromAlpha) : Ratio(fromRatio)) + Label.Plain(" and no rule moves it"));
        }

        Label Origin(double fromAlpha, double fromRatio) =>
            Label.Plain("rescaled from ") + (sameAlpha ? Label.Empty : Alpha(fromAlpha)) + Label.Plain(sameAlpha || sameRatio ? "" : ", ") + (sameRatio ? Label.Empty : Ratio(fromRatio));
        ConvertedCurve LeftOut(Label why) => new(curve, [], why);
    }

    /// <summary>"α_D = 0.1".</summary>
    /// <param name="alphaD">Dark coupling.</param>
    public static Label Alpha(double alphaD) => Label.Parse("*α*_{D}\u00A0=\u00A0") + Numbers.Of(alphaD);

    /// <summary>"m_A′ = 3 m_χ".</summary>
    /// <param name="massRatio">m_A'/m_chi.</param>
    public static Label Ratio(double massRatio) => Label.Parse("*m*_{*A*′}\u00A0=\u00A0") + Numbers.Of(massRatio) + Label.Parse("\u2009*m*_{*χ*}");

    private static bool Near(double a, double b) => Math.Abs(a - b) <= 1e-6 * Math.Abs(b);
}
