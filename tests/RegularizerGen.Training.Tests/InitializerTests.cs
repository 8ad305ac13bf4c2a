using System;
using System.Linq;
using RegularizerGen.Bounds;
using RegularizerGen.Samples.CellZoo;

namespace RegularizerGen.Training.Tests;

/// <summary>Starts of weights: their distribution, and which weight gets which.</summary>
public sealed class InitializerTests
{
    [Theory]
    [InlineData(6, 6)]
    [InlineData(3, 40)]
    [InlineData(40, 3)]
    [InlineData(1, 1)]
    public void Orthogonal_HasOrthonormalRowsOrColumns(int rows, int columns)
    {
        double[] entries = Fill(Initializer.Orthogonal(gain: 2), rows, columns);
        bool isTall = rows > columns;
        for (int a = 0; a < Math.Min(rows, columns); a++)
        {
            for (int b = 0; b < Math.Min(rows, columns); b++)
            {
                double dot = Enumerable
                    .Range(0, Math.Max(rows, columns))
                    .Sum(k =>
                        isTall
                            ? entries[(k * columns) + a] * entries[(k * columns) + b]
                            : entries[(a * columns) + k] * entries[(b * columns) + k]
                    );
                Assert.Equal(a == b ? 4 : 0, dot, 1e-14);
            }
        }
    }

    /// <summary>Uniform among orthogonal matrices: an entry has mean 0 and variance 1/n, and determinants of both signs occur.</summary>
    [Fact]
    public void Orthogonal_IsDrawnEvenly()
    {
        var random = new Random(1);
        double[][] drawn = [.. Enumerable.Range(0, 4000).Select(_ => Fill(Initializer.Orthogonal(), 2, 2, random))];
        Assert.All(Enumerable.Range(0, 4), k => Assert.Equal(0, drawn.Average(m => m[k]), 0.05));
        Assert.All(Enumerable.Range(0, 4), k => Assert.Equal(0.5, drawn.Average(m => m[k] * m[k]), 0.03));
        Assert.Equal(0.5, drawn.Average(m => (m[0] * m[3]) - (m[1] * m[2]) > 0 ? 1 : 0), 0.05);
    }

    [Fact]
    public void Spread_IsThatOfTheDefinition()
    {
        const int rows = 60,
            columns = 90;
        double[] uniform = Fill(Initializer.XavierUniform(gain: 3), rows, columns),
            normal = Fill(Initializer.XavierNormal(gain: 3), rows, columns),
            torch = Fill(Initializer.PyTorch(16), rows, columns);
        double bound = 3 * Math.Sqrt(6.0 / (rows + columns));
        Assert.InRange(uniform.Max(), 0.99 * bound, bound);
        Assert.InRange(uniform.Min(), -bound, -0.99 * bound);
        double deviation = 3 * Math.Sqrt(2.0 / (rows + columns));
        Assert.Equal(deviation, Math.Sqrt(normal.Average(v => v * v)), 0.03 * deviation);
        Assert.Equal(0, normal.Average(), 0.03 * deviation);
        Assert.Equal(3, normal.Average(v => Math.Pow(v / deviation, 4)), 0.3); // as of a normal distribution
        Assert.InRange(torch.Max(), 0.247, 0.25);
        Assert.InRange(torch.Min(), -0.25, -0.247);
    }

    [Fact]
    public void Cell_StartsAsPyTorch_AsFillUniformDoes()
    {
        var one = new Lstm.Parameters<float>(3, 5);
        var other = new Lstm.Parameters<float>(3, 5);
        one.Initialize(new Random(4), Initializer.PyTorch(5));
        other.FillUniform(new Random(4), 1 / Math.Sqrt(5));
        Assert.Equal(other.Span, one.Span);
    }

    [Fact]
    public void NamedWeights_GetTheirOwnStart()
    {
        var p = new Lstm.Parameters<double>(3, 5);
        p.Initialize(
            new Random(4),
            Initializer.Constant(0.5),
            (nameof(Lstm.View<double>.Ug), Initializer.Orthogonal()),
            (nameof(Lstm.View<double>.bf), Initializer.Constant(1))
        );
        Assert.Equal([1, 1, 1, 1, 1], p.View.bf.First);
        Assert.Equal(1, Enumerable.Range(0, 5).Sum(k => Math.Pow(p.View.Ug[2, k], 2)), 1e-14);
        Assert.Equal(p.Span.Length - 30, p.Span.Count(0.5));
    }

    [Fact]
    public void Starts_MayDependOnKindAndShape()
    {
        var p = new PeepholeLstm.Parameters<double>(3, 5);
        p.Initialize(
            new Random(4),
            w =>
                w.Kind != WeightKind.Matrix ? Initializer.Constant(0)
                : w.Rows == w.Columns ? Initializer.Orthogonal()
                : Initializer.XavierUniform()
        );
        int zeros = p.Weights.Where(w => w.Kind != WeightKind.Matrix).Sum(w => w.Rows);
        Assert.Equal(zeros, p.Span.Count(0));
        Assert.InRange(zeros, 1, p.Span.Length - 1);
        Initializer.XavierUniform().Fill(p.View.Wi.Transpose, new Random(1)); // any strides
        Assert.NotEqual(0, p.View.Wi[4, 2]);
    }

    [Fact]
    public void WrongUse_IsRefused_AndNothingIsWritten()
    {
        var p = new Lstm.Parameters<float>(3, 5);
        Refused(
            "The cell 'Lstm' has no weight 'bq'; it has Wi, Wf",
            () => p.Initialize(new Random(1), Initializer.PyTorch(5), ("bq", Initializer.Constant(1)))
        );
        Refused("XavierUniform is for matrices, and 'bi' is a bias", () => p.Initialize(new Random(1), Initializer.XavierUniform()));
        Refused("Orthogonal is for matrices", () => Initializer.Orthogonal().Fill(p.Span, new Random(1)));
        Refused("infinite at position 0", () => Initializer.Constant(1e300).Fill(p.Span, new Random(1)));
        Refused("'bound' is -1", () => Initializer.Uniform(-1));
        Refused("'units' is 0", () => Initializer.PyTorch(0));
        Refused("'gain' is NaN", () => Initializer.XavierNormal(double.NaN));
        Refused("'value' is NaN", () => Initializer.Constant(double.NaN));
        Assert.Equal(p.Span.Length, p.Span.Count(0));

        static void Refused(string message, Action action) =>
            AdamTests.Refused(
                message,
                () =>
                {
                    action();
                    return message;
                }
            );
    }

    private static double[] Fill(Initializer start, int rows, int columns, Random? random = null)
    {
        double[] entries = new double[rows * columns];
        start.Fill(new MatrixSpan<double>(entries, rows, columns), random ?? new Random(2));
        return entries;
    }
}
