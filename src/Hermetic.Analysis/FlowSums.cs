namespace Hermetic.Analysis;

/// <summary>Weights after each simulated cut.</summary>
internal struct FlowSums
{
    public double Produced;
    public double Preshower;
    public double Trigger;
    public double Box;

    public void Add(double produced, double preshower, double trigger, double box)
    {
        Produced += produced;
        Preshower += preshower;
        Trigger += trigger;
        Box += box;
    }
}
