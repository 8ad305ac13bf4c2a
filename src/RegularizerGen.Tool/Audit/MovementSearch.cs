using System;
using System.Diagnostics;
using System.Linq;
using RegularizerGen.Tool.Network;

namespace RegularizerGen.Tool.Audit;

/// <summary>Looks for the disturbance of a recorded sequence, within a radius, that moves an output most: ascent along signs of
/// gradients.</summary>
internal static class MovementSearch
{
    private const int Restarts = 8;
    private const int Climbs = 25;
    private const int Seed = 20261129;

    /// <summary>The largest movement that was found; stops at one that refutes the limit. Without a limit of time it is the same
    /// whenever and wherever it runs.</summary>
    public static Counterexample Run(ISequenceMap map, Sequence nominal, double radius, double limit, TimeSpan budget)
    {
        var random = new Random(Seed);
        var watch = Stopwatch.StartNew();
        Sequence output = map.Forward(nominal);
        double[] radii = [.. Enumerable.Range(0, nominal.Width).Select(c => radius * map.Scale(c))];
        Sequence Moved(Func<int, int> sign) =>
            nominal with
            {
                Values = [.. nominal.Values.Select((v, k) => v + (radii[k % radii.Length] * sign(k)))],
            };
        Counterexample best = Trials.Compare(map, nominal, nominal);
        for (int restart = 0; restart < Restarts && watch.Elapsed < budget && !Refutation.Exceeds(best.Movement, limit); restart++)
        {
            Sequence current = Moved(_ => Math.Sign(random.NextDouble() - 0.5));
            Counterexample found = Trials.Compare(map, nominal, current);
            for (int climb = 0; climb < Climbs && watch.Elapsed < budget && !Refutation.Exceeds(found.Movement, limit); climb++)
            {
                double now = map.Forward(current)[found.Step, found.Output];
                int sign = now >= output[found.Step, found.Output] ? 1 : -1;
                Sequence slope = Trials.Gradient(map, current, output.Rows, output.Width, found.Step, found.Output);
                Sequence moved = Moved(k => sign * Math.Sign(slope.Values[k]));
                Counterexample tried = Trials.Compare(map, nominal, moved);
                if (tried.Movement <= found.Movement)
                {
                    break;
                }

                (current, found) = (moved, tried);
            }

            best = found.Movement > best.Movement ? found : best;
        }

        return best;
    }
}
