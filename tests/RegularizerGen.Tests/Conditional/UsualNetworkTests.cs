using System;
using System.Linq;
using RegularizerGen.Tests.Structured;

namespace RegularizerGen.Tests.Conditional;

/// <summary>What observed ranges are worth: an LSTM as PyTorch initialises it.</summary>
public sealed class UsualNetworkTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void LstmAtUsualInitialisation_IsContractiveOnObservedRanges(int seed)
    {
        CellDescription lstm = DrawnCell.All["Lstm"];
        int[] sizes = [4, 16];
        var random = new Random(seed);
        double[] parameters = [.. Enumerable.Range(0, lstm.ParameterCount(sizes)).Select(_ => ((2 * random.NextDouble()) - 1) / 4)];
        double[] inputs = [.. Enumerable.Range(0, 4000 * 4).Select(_ => (2 * random.NextDouble()) - 1)];
        SignalRanges seen = lstm.ObserveRanges(sizes, parameters, inputs);
        foreach (double margin in new[] { 0, 0.05, 0.1, 0.2 })
        {
            var clock = System.Diagnostics.Stopwatch.StartNew();
            ConditionalCertificate c = lstm.CertifyWithin(sizes, seen.WithMargin(margin), new ConditionalOptions { Radius = 1e-4 }, parameters);
            output.WriteLine(
                $"seed {seed}, margin {margin}: {c.Rate:F4}, steps {c.Steps}, {c.TooNarrow.Count} narrow, {clock.Elapsed.TotalSeconds:F1} s, gain {c.Gains.Gain}, finite {c.Finite.Gain}, energy {c.FiniteEnergyGain}, movement {c.Movement.Max()}"
            );
            foreach (WatchedRange w in c.Watched)
            {
                output.WriteLine(
                    $"   {w.Signal} width {w.Upper.Zip(w.Lower, (a, b) => a - b).Average():F3} margin {w.Margin.Average():E2} float {w.FloatSlack.Average():E2} double {w.DoubleSlack.Average():E2}"
                );
            }
        }
    }
}
