using CsCheck;

namespace RegularizerGen.Tests;

/// <summary>
/// CsCheck draws from a clock unless told otherwise, and only its first sample from a given seed: here every sample follows from one
/// constant.
/// </summary>
internal static class Seeding
{
    private const ulong Seed = 20_261_124;

    /// <summary>The same samples in every run: a red run can be repeated.</summary>
    public static Gen<T> Seeded<T>(this Gen<T> gen) => new SeededGen<T>(gen);

    private sealed class SeededGen<T>(Gen<T> gen) : Gen<T>
    {
        private readonly PCG random = new(stream: 1, Seed);

        public override T Generate(PCG pcg, Size? min, out Size size)
        {
            // CsCheck asks from several threads: which of them gets which sample does not matter.
            lock (random)
            {
                return gen.Generate(random, min, out size);
            }
        }
    }
}
