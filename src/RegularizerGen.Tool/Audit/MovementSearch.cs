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

    /// <summary>The largest movement that was found; stops at one above the limit.</summary>
    public static Counterexample Run(Chain chain, Sequence nominal, double radius, double limit, TimeSpan budget)
    {
        var random = new Random(Seed);
        var watch = Stopwatch.StartNew();
        Sequence output = chain.Forward(nominal);
        Counterexample best = Trials.Compare(chain, nominal, nominal);
        for (int restart = 0; restart < Restarts && watch.Elapsed < budget && best.Movement <= limit; restart++)
        {
            Sequence current = nominal.Map(v => v + (radius * Math.Sign(random.NextDouble() - 0.5)));
            Counterexample found = Trials.Compare(chain, nominal, current);
            for (int climb = 0; climb < Climbs && watch.Elapsed < budget && found.Movement <= limit; climb++)
            {
                double now = chain.Forward(current)[found.Step, found.Output];
                int sign = now >= output[found.Step, found.Output] ? 1 : -1;
                Sequence slope = Trials.Gradient(chain, current, output.Rows, output.Width, found.Step, found.Output);
                double[] moved = [.. nominal.Values.Zip(slope.Values, (v, g) => v + (radius * sign * Math.Sign(g)))];
                Counterexample tried = Trials.Compare(chain, nominal, nominal with { Values = moved });
                if (tried.Movement <= found.Movement)
                {
                    break;
                }

                (current, found) = (nominal with { Values = moved }, tried);
            }

            best = found.Movement > best.Movement ? found : best;
        }

        return best;
    }
}
