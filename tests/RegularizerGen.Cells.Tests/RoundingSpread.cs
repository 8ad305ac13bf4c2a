using System;
using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Cells.Tests;

/// <summary>How much of what a sequence reaches may be what its execution in double rounds: certificates are about exact
/// arithmetic.</summary>
internal sealed class RoundingSpread(TubeAttack attack)
{
    private const int Runs = 4;
    private const double Room = 32;

    // A shut gate is some 1e-308 instead of less, times two signals at most.
    private const double Shut = 1e-306;

    public double OfOutput(double[] sequence, int step, int output) => Spread(sequence, run => run[step].Output[output]);

    public double OfSignal(double[] sequence, int step, int node, int unit) => Spread(sequence, run => run[step].Signals[node][unit]);

    private double Spread(double[] sequence, Func<List<(Dictionary<int, double[]> Signals, double[] Output)>, double> read)
    {
        List<(Dictionary<int, double[]> Signals, double[] Output)>[] runs =
        [
            .. Enumerable
                .Range(0, Runs)
                .Select(seed => new StepExecutor(attack.Core, attack.Weights) { Roundings = new Random(seed) })
                .Select(executor => executor.Run(sequence, attack.Initial)),
        ];
        double[] reached = [.. runs.Select(read)];
        double largest = runs[0].SelectMany(step => step.Signals.Values.Append(step.Output)).Max(values => values.Max(Math.Abs));
        return (Room * (reached.Max() - reached.Min())) + (Shut * largest * largest);
    }
}
