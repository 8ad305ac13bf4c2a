using System;
using System.Linq;
using RegularizerGen.Definitions;
using RegularizerGen.Sets;

namespace RegularizerGen.Tests.Sets;

/// <summary>Matrices that are derived from weights: what rounding does to their entries is within the stated error.</summary>
public sealed class DerivedWeightTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(1e15)]
    [InlineData(1e-160)]
    public void Entries_AreWithinTheirErrors_InExactArithmetic(double size)
    {
        var random = new Random(20_261_128);
        var cell = (CellCore)
            DerivedWeightsOfAllKinds.Description.Step([.. DerivedWeightsOfAllKinds.Description.SizeNames.Select((_, k) => 3 + k)]);
        for (int draw = 0; draw < 20; draw++)
        {
            var weights = new SetWeights(cell);
            var exact = new Dyadic[cell.Weights.Count][];
            for (int k = 0; k < cell.OwnWeights; k++)
            {
                double[] entries = [.. Enumerable.Range(0, cell.Weights[k].Rows * cell.Weights[k].Columns).Select(_ => Any())];
                weights.Take(k, WeightSpan<double>.Over(entries, cell.Weights[k]));
                exact[k] = [.. entries.Select(e => (Dyadic)e)];
            }

            weights.Complete();
            for (int k = cell.OwnWeights; k < exact.Length; k++)
            {
                exact[k] = Derived(cell, exact, k);
                Assert.True(weights.Error(k) >= 0);
                for (int entry = 0; entry < exact[k].Length; entry++)
                {
                    string where = $"size {size}, draw {draw}: {cell.Weights[k].Name}[{entry}]";
                    Assert.True(Dyadic.Abs(exact[k][entry] - weights.Entries(k)[entry]) <= weights.Error(k), where);
                    Assert.True(Dyadic.Abs(exact[k][entry]) <= weights.Absolute(k)[entry], where);
                }
            }
        }

        double Any() => ((2 * random.NextDouble()) - 1) * Math.Pow(size, random.NextDouble());
    }

    private static Dyadic[] Derived(CellCore cell, Dyadic[][] weights, int weight)
    {
        WeightDefinition definition = cell.Definition.Weights[weight];
        (int rows, int columns) = (cell.Weights[weight].Rows, cell.Weights[weight].Columns);
        var sum = new Dyadic[rows * columns];
        for (int k = 0; k < sum.Length; k++)
        {
            sum[k] = definition.Terms.Aggregate((Dyadic)0.0, (s, t) => s + (t.Coefficient.Value * Entry(t, k / columns, k % columns)));
        }

        return sum;

        Dyadic Entry(DerivedTerm term, int row, int column)
        {
            if (term.Kind == DerivedKind.Identity)
            {
                return row == column ? 1.0 : 0.0;
            }

            (Dyadic[] a, int width) = (weights[term.A], cell.Weights[term.A].Columns);
            return term.Kind switch
            {
                DerivedKind.Plain => a[(row * width) + column],
                DerivedKind.Transpose => a[(column * width) + row],
                DerivedKind.Diagonal => row == column ? a[row] : 0.0,
                DerivedKind.Product => Enumerable
                    .Range(0, width)
                    .Aggregate(
                        (Dyadic)0.0,
                        (s, k) => s + (a[(row * width) + k] * weights[term.B][(k * cell.Weights[term.B].Columns) + column])
                    ),
                _ => throw new NotSupportedException($"{term.Kind}"),
            };
        }
    }
}
