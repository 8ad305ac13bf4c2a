namespace RegularizerGen.Samples.RobustnessStudy.Protocol;

/// <summary>Seeds of all that is drawn in a run.</summary>
/// <param name="Seed">The seed of the run: of its start, its windows, and of simulated data.</param>
public readonly record struct Seeds(int Seed)
{
    private const int Apart = 10_000;

    /// <summary>Noise on validation data.</summary>
    public int ValidationNoise => Seed + Apart;

    /// <summary>Disturbances of test data.</summary>
    public int TestNoise => Seed + (2 * Apart);

    /// <summary>Start, windows and noise of the candidates of a way, from 0 on.</summary>
    public int Start(int number) => Seed + (number * 3 * Apart);
}
