namespace Hermetic.Physics.DarkSector.Consequences;

/// <summary>The pair of rules with 7 and 15 points on [-1, 1] (R. Piessens et al., QUADPACK, 1983): nodes beside the centre, weights of both rules.</summary>
internal static class GaussKronrod
{
    /// <summary>Weight of the centre in the rule of 15 points.</summary>
    public const double CentreKronrod = 0.209482141084727828012999174891714;

    /// <summary>Weight of the centre in the rule of 7 points.</summary>
    public const double CentreGauss = 0.417959183673469387755102040816327;

    /// <summary>Positive nodes.</summary>
    public static ReadOnlySpan<double> Nodes =>
    [
        0.991455371120812639206854697526329, 0.949107912342758524526189684047851, 0.864864423359769072789712788640926, 0.741531185599394439863864773280788,
        0.586087235467691130294144691693013, 0.405845151377397166906606412076961, 0.207784955007898467600689403773245,
    ];

    /// <summary>Weights of the rule of 15 points.</summary>
    public static ReadOnlySpan<double> Kronrod =>
    [
        0.022935322010529224963732008058970, 0.063092092629978553290700663189204, 0.104790010322250183839876322541518, 0.140653259715525918745189590510238,
        0.169004726639267902826583426598550, 0.190350578064785409913256402421014, 0.204432940075298892414161999234649,
    ];

    /// <summary>Weights of the rule of 7 points; zero where it has no node.</summary>
    public static ReadOnlySpan<double> Gauss =>
    [
        0, 0.129484966168869693270611432679082, 0, 0.279705391489276667901467771423780, 0, 0.381830050505118944950369775488975, 0,
    ];
}
