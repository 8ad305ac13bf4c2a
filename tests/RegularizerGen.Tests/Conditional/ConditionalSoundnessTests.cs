using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Tests.Structured;

namespace RegularizerGen.Tests.Conditional;

/// <summary>Pairs of sequences, one of them watched and quiet, the other one within the radii: nothing moves by more than was
/// certified.</summary>
public sealed class ConditionalSoundnessTests(ITestOutputHelper output)
{
    private const int Seed = 20_261_128;

    public static TheoryData<string> Names => DrawnCell.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Movements_AreNotExceeded(string name)
    {
        var random = new Random(Seed);
        (int found, double ofMargins, double ofOutputs) = (0, 0, 0);
        for (int draw = 0; draw < 3; draw++)
        {
            double initial = draw == 1 ? 0 : 0.003;
            var options = new ConditionalOptions
            {
                Perturbation = Perturbation.Peak,
                Radius = draw == 2 ? 0 : 0.004,
                InitialRadius = initial,
            };
            var example = new ConditionalCase(name, random, draw == 0 ? 0.25 : 0.5, options);
            if (example.Certificate.Watched.Any(w => w.Margin.Any(m => m > 0.04)))
            {
                continue; // what was observed is not within ranges that are wider by 0.05
            }

            int steps = Math.Min(example.Certificate.Steps ?? 200, 200);
            double[] nominal = example.Inputs[..(steps * example.Drawn.Cell.InputWidth)];
            Assert.Null(example.Watch(nominal));
            found++;
            for (int pair = 0; pair < 30; pair++)
            {
                (double margins, double outputs) = Attack(example, nominal, random, pair);
                (ofMargins, ofOutputs) = (Math.Max(ofMargins, margins), Math.Max(ofOutputs, outputs));
            }

            Assert.InRange(ofOutputs, 0, 1 + 1e-9);
        }

        output.WriteLine($"{name}: {found} of 3; of margins {ofMargins:F3}, of the movement {ofOutputs:F3} was found.");
    }

    /// <summary>The largest share of a margin, and of the movement of an output or what a gain says of it, that a disturbance
    /// reaches.</summary>
    private static (double Margins, double Outputs) Attack(ConditionalCase example, double[] nominal, Random random, int pair)
    {
        DrawnCell drawn = example.Drawn;
        ConditionalCertificate certificate = example.Certificate;
        double[] radii = [.. certificate.ChannelRadii];
        double[] constant = [.. radii.Select(_ => (2.0 * random.Next(2)) - 1)];
        double Direction(int k) =>
            (pair % 3) switch
            {
                0 => constant[k % radii.Length],
                1 => (2 * random.Next(2)) - 1,
                _ => (2 * random.NextDouble()) - 1,
            };
        double[] other = [.. nominal.Select((x, k) => x + (radii[k % radii.Length] * Direction(k)))];
        double[][] start =
        [
            .. example.Initial.Select(s => s.Select(v => v + (certificate.InitialRadius * ((2 * random.Next(2)) - 1))).ToArray()),
        ];
        List<(double[][] Signals, double[] Output)> watched = drawn.Run(nominal, example.Initial);
        List<(double[][] Signals, double[] Output)> moved = drawn.Run(other, start);
        var signals = new RegularizerGen.Conditional.CarryingSignals(drawn.Step);
        (double margins, double outputs) = (0, 0);
        for (int t = 0; t < watched.Count; t++)
        {
            foreach (WatchedRange range in certificate.Watched)
            {
                foreach (int number in signals.Of(range.Signal))
                {
                    for (int unit = 0; unit < range.Margin.Count; unit++)
                    {
                        double value = moved[t].Signals[number][unit];
                        Assert.InRange(value, range.Lower[unit], range.Upper[unit]);
                        double difference = Math.Abs(value - watched[t].Signals[number][unit]) - 1e-13;
                        double share = difference <= 0 ? 0 : difference / range.Margin[unit];
                        Assert.InRange(share, 0, 1 + 1e-9);
                        margins = Math.Max(margins, number < drawn.Step.Inputs ? 0 : share);
                    }
                }
            }

            for (int unit = 0; unit < certificate.Movement.Count; unit++)
            {
                double difference = Math.Abs(moved[t].Output[unit] - watched[t].Output[unit]) - 1e-13;
                double bound = certificate.Movement[unit];
                if (certificate.InitialRadius == 0 && radii.Distinct().Count() == 1)
                {
                    bound = Math.Min(bound, radii[0] * certificate.Gains.Outputs[unit]);
                }

                outputs = Math.Max(outputs, difference <= 0 ? 0 : difference / bound);
            }
        }

        return (margins, outputs);
    }

    /// <summary>The sum over time of squares, from equal states.</summary>
    [Theory]
    [InlineData("Lstm")]
    [InlineData("Gru")]
    [InlineData("Mgu")]
    [InlineData("Mut1")]
    public void FiniteEnergyGain_IsNotExceeded(string name)
    {
        var random = new Random(Seed);
        var example = new ConditionalCase(name, random, 0.3, new ConditionalOptions { Perturbation = Perturbation.Peak, Radius = 0.004 });
        Assert.Null(example.Watch(example.Inputs));
        Assert.True(double.IsFinite(example.Certificate.FiniteEnergyGain));
        for (int pair = 0; pair < 30; pair++)
        {
            double[] other = [.. example.Inputs.Select(x => x + (pair % 2 == 0 ? 0.004 : 0.004 * ((2 * random.NextDouble()) - 1)))];
            double moved = Squares(example.Inputs.Zip(other, (a, b) => a - b));
            double outputs = example
                .Drawn.Run(example.Inputs, example.Initial)
                .Zip(example.Drawn.Run(other, example.Initial), (a, b) => Squares(a.Output.Zip(b.Output, (v, w) => v - w)))
                .Sum();
            Assert.True(Math.Sqrt(outputs / moved) <= example.Certificate.FiniteEnergyGain * (1 + 1e-9));
        }
    }

    private static double Squares(IEnumerable<double> values) => values.Sum(v => v * v);
}
