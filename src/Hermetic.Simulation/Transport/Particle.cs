namespace Hermetic.Simulation.Transport;

/// <summary>Kinds of particles that the transport follows.</summary>
public enum ParticleKind
{
    /// <summary>Electron.</summary>
    Electron,

    /// <summary>Positron.</summary>
    Positron,

    /// <summary>Photon.</summary>
    Photon,

    /// <summary>Negative muon.</summary>
    MuonMinus,

    /// <summary>Positive muon.</summary>
    MuonPlus,

    /// <summary>Negative pion.</summary>
    PionMinus,

    /// <summary>Positive pion.</summary>
    PionPlus,

    /// <summary>Negative kaon.</summary>
    KaonMinus,

    /// <summary>Positive kaon.</summary>
    KaonPlus,

    /// <summary>Proton.</summary>
    Proton,

    /// <summary>Antiproton.</summary>
    Antiproton,
}

/// <summary>A particle on the shower's stack. Positions in mm, time in ns, energy in GeV (kinetic; of a photon its energy), direction a unit vector.</summary>
public struct Particle
{
    /// <summary>Position across the beam.</summary>
    public double X;

    /// <summary>Position across the beam.</summary>
    public double Y;

    /// <summary>Position along the beam.</summary>
    public double Z;

    /// <summary>Direction cosine to x.</summary>
    public double Ux;

    /// <summary>Direction cosine to y.</summary>
    public double Uy;

    /// <summary>Direction cosine to z.</summary>
    public double Uz;

    /// <summary>Kinetic energy, or photon energy.</summary>
    public double Energy;

    /// <summary>Time since the start of the event.</summary>
    public double Time;

    /// <summary>Layer of the stack in which it is.</summary>
    public int Layer;

    /// <summary>Label that the scoring gives and secondaries inherit (such as the last energetic track segment of the ancestry).</summary>
    public int Owner;

    /// <summary>Whether it is an electron or positron of a pair made by a photon, or such a particle after further emissions.</summary>
    public bool OfPair;

    /// <summary>What it is.</summary>
    public ParticleKind Kind;

    /// <summary>Turns the direction by a polar angle and an azimuth.</summary>
    /// <param name="cosTheta">Cosine of the polar angle.</param>
    /// <param name="cosPhi">Cosine of the azimuth.</param>
    /// <param name="sinPhi">Sine of the azimuth.</param>
    public void Turn(double cosTheta, double cosPhi, double sinPhi)
    {
        double sinTheta = Math.Sqrt(Math.Max(0, (1 - cosTheta) * (1 + cosTheta)));
        double perpendicular2 = (Ux * Ux) + (Uy * Uy);
        if (perpendicular2 < 1e-20)
        {
            double sign = Uz < 0 ? -1 : 1;
            (Ux, Uy, Uz) = (sinTheta * cosPhi, sinTheta * sinPhi, sign * cosTheta);
            return;
        }

        double perpendicular = Math.Sqrt(perpendicular2);
        double a = sinTheta * cosPhi / perpendicular;
        double b = sinTheta * sinPhi / perpendicular;
        double x = (Ux * cosTheta) + (Ux * Uz * a) - (Uy * b);
        double y = (Uy * cosTheta) + (Uy * Uz * a) + (Ux * b);
        double z = (Uz * cosTheta) - (perpendicular2 * a);
        // One Newton step keeps the unit length over thousands of turns.
        double norm = 1.5 - (0.5 * ((x * x) + (y * y) + (z * z)));
        (Ux, Uy, Uz) = (x * norm, y * norm, z * norm);
    }
}
