using System.Numerics;
using Hermetic.Physics.DarkSector;

namespace Hermetic.Tests.DarkSector;

/// <summary>A 4 x 4 matrix acting on Dirac spinors (Dirac representation), for squared amplitudes from explicit traces.</summary>
internal sealed class DiracMatrix(Complex[,] elements)
{
    public static readonly DiracMatrix One = Diagonal(1, 1, 1, 1);

    /// <summary>gamma^0 to gamma^3.</summary>
    public static readonly DiracMatrix[] Gamma = [Diagonal(1, 1, -1, -1), Spatial(0, 1, 1, 0), Spatial(0, new(0, -1), new(0, 1), 0), Spatial(1, 0, 0, -1)];

    public static readonly DiracMatrix Gamma5 = new(new Complex[,] { { 0, 0, 1, 0 }, { 0, 0, 0, 1 }, { 1, 0, 0, 0 }, { 0, 1, 0, 0 } });

    public static readonly double[] Metric = [1, -1, -1, -1];

    public Complex Trace => elements[0, 0] + elements[1, 1] + elements[2, 2] + elements[3, 3];

    /// <summary>gamma^0 M^dagger gamma^0.</summary>
    public DiracMatrix Bar => Gamma[0] * Build((i, j) => Complex.Conjugate(elements[j, i])) * Gamma[0];

    public static DiracMatrix operator *(DiracMatrix a, DiracMatrix b) => Build((i, j) =>
    {
        Complex sum = 0;
        for (int k = 0; k < 4; k++)
        {
            sum += a.At(i, k) * b.At(k, j);
        }

        return sum;
    });

    public static DiracMatrix operator *(Complex a, DiracMatrix b) => Build((i, j) => a * b.At(i, j));

    public static DiracMatrix operator +(DiracMatrix a, DiracMatrix b) => Build((i, j) => a.At(i, j) + b.At(i, j));

    public static DiracMatrix Slash(FourMomentum p) => (p.Energy * Gamma[0]) + (-p.X * Gamma[1]) + (-p.Y * Gamma[2]) + (-p.Z * Gamma[3]);

    /// <summary>The couplings of a mediator: gamma^mu, gamma^mu gamma5, 1 or i gamma5.</summary>
    public static DiracMatrix[] Vertex(Mediator mediator) => mediator switch
    {
        Mediator.Vector => Gamma,
        Mediator.Axial => [.. Gamma.Select(g => g * Gamma5)],
        Mediator.Scalar => [One],
        _ => [Complex.ImaginaryOne * Gamma5],
    };

    public static double Component(FourMomentum p, int mu) => mu switch { 0 => p.Energy, 1 => p.X, 2 => p.Y, _ => p.Z };

    private static DiracMatrix Diagonal(double a, double b, double c, double d) => Build((i, j) => i != j ? 0 : i switch { 0 => a, 1 => b, 2 => c, _ => d });

    private static DiracMatrix Spatial(Complex a, Complex b, Complex c, Complex d) =>
        new(new[,] { { 0, 0, a, b }, { 0, 0, c, d }, { -a, -b, 0, 0 }, { -c, -d, 0, 0 } });

    private static DiracMatrix Build(Func<int, int, Complex> element)
    {
        Complex[,] m = new Complex[4, 4];
        for (int i = 0; i < 4; i++)
        {
            for (int j = 0; j < 4; j++)
            {
                m[i, j] = element(i, j);
            }
        }

        return new(m);
    }

    private Complex At(int i, int j) => elements[i, j];
}
