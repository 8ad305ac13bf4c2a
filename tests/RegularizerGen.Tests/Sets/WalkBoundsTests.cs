using System;
using System.Linq;
using RegularizerGen.Sets;

namespace RegularizerGen.Tests.Sets;

/// <summary>What rows of a walk come to, where numbers are added that cancel: no rounding may be left out of the bound, nor of the form
/// that is made of it.</summary>
public sealed class WalkBoundsTests
{
    private const int Seed = 20_261_128;
    private const int Width = 3;
    private const int Steps = 30; // more than forms keep
    private const double Size = 1e15;

    /// <summary>Steps at which anything is added, constants between them or not.</summary>
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(24, false)]
    [InlineData(Steps, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(Steps, true)]
    public void SumsThatCancel_CountTheirRounding(int steps, bool withConstants)
    {
        var random = new Random(Seed);
        double Any() => Size * ((2 * random.NextDouble()) - 1);
        var cell = new SmallCell(SmallCell.Form.Chain, Width);
        var step = new SetStep(cell, new SetWeights(cell));
        var window = new InputWindow(step);
        for (int draw = 0; draw < 300; draw++)
        {
            var ranges = new SetRanges(step.Widths, Steps);
            var bounds = new WalkBounds(step, ranges, Outward.Gamma(Width), window);
            bounds.Begin(2);
            (Dyadic exact, double sum) = (0.0, 0);
            for (int age = 0; age < steps; age++)
            {
                Conclude(Points(0, Steps - 1 - age), age);
                for (int k = 0; k < 2 && withConstants; k++)
                {
                    Add(k == 0 ? Any() : -sum);
                }
            }

            if (steps == 0)
            {
                Add(Any());
                Add(Any());
                Add(-sum);
            }

            Dyadic form = Form(0);
            Dyadic mirrored = Form(1);
            double[] states = Points(1, 0);
            double[] last = Row(states);
            bounds.End([1], 0, _ => [.. last, .. last.Select(c => -c)]);
            string where = $"seed {Seed}, draw {draw}";
            Assert.True(exact <= form && -exact <= mirrored, where);
            exact = last.Zip(states, (c, v) => (Dyadic)c * v).Aggregate(exact, (a, b) => a + b);
            Assert.True(exact <= bounds.Best[0] && -exact <= bounds.Best[1], where);

            double[] Points(int signal, int t)
            {
                double[] values = [.. Enumerable.Range(0, Width).Select(_ => 1 + random.NextDouble())];
                values.CopyTo(ranges.Lower(signal, t));
                values.CopyTo(ranges.Upper(signal, t));
                return values;
            }

            // Coefficients whose sum cancels what there is.
            double[] Row(double[] values)
            {
                double[] row = [Any(), Any(), 0];
                row[2] = -(sum + (row[0] * values[0]) + (row[1] * values[1])) / values[2];
                return row;
            }

            void Conclude(double[] values, int age)
            {
                double[] row =
                    draw % 2 == 1 && age > 0 && age < steps - 1 ? [.. values.Select(_ => 0.05 * random.NextDouble())] // below a rounding
                    : age % 2 == 0 ? [Any(), Any(), Any()]
                    : Row(values);
                bounds.Conclude(0, Steps - 1 - age, age, [.. row, .. row.Select(c => -c)]);
                exact = row.Zip(values, (c, v) => (Dyadic)c * v).Aggregate(exact, (a, b) => a + b);
                sum += row.Zip(values, (c, v) => c * v).Sum();
            }

            void Add(double value)
            {
                bounds.Add(0, value);
                bounds.Add(1, -value);
                exact += value;
                sum += value;
            }

            // The form of a row, at the inputs.
            Dyadic Form(int row)
            {
                Dyadic value = bounds.Constant(row);
                for (int age = 0; age < Math.Min(steps, window.Steps); age++)
                {
                    double[] inputs = ranges.Lower(0, Steps - 1 - age).ToArray();
                    double[] own = bounds.Inputs(row).Slice(window.Column(0, age), Width).ToArray();
                    value = own.Zip(inputs, (c, v) => (Dyadic)c * v).Aggregate(value, (a, b) => a + b);
                }

                return value;
            }
        }
    }
}
