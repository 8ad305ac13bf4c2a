using System;
using System.Collections.Generic;
using RegularizerGen.Jacobians;
using RegularizerGen.Kernels;
using RegularizerGen.Layouts;

namespace RegularizerGen.Tests;

/// <summary>Public code that takes sizes, strides and memory, attacked with any: it works within the memory that it was given, or
/// refuses.</summary>
public sealed class SizesTests
{
    private const int Seed = 4321;
    private const double Canary = 7.25;
    private static readonly int[] Extremes =
    [
        int.MinValue,
        int.MinValue + 1,
        -65536,
        -1,
        0,
        1,
        2,
        3,
        5,
        46341,
        65535,
        65536,
        65537,
        1 << 30,
        int.MaxValue - 1,
        int.MaxValue,
    ];

    [Fact]
    public void Length_IsExactWhereAnArrayHoldsIt_AndRefusedWithTheMemoryElsewhere()
    {
        Assert.Equal(24, Sizes.Length<float>("x", 2, 3, 4));
        Assert.Equal(0, Sizes.Length<float>("x", long.MaxValue, long.MaxValue, long.MaxValue, 0));
        Assert.Equal(Array.MaxLength, Sizes.Length<byte>("x", Array.MaxLength));
        Refused(
            "states [steps, batch] of 65536 x 65536 elements needs 16 GiB",
            () => Sizes.Length<float>("states [steps, batch]", 65536, 65536)
        );
        Refused("32 GiB", () => Sizes.Length<double>("x", 65536, 65536));
        Refused("more than", () => Sizes.Length<double>("x", long.MaxValue, long.MaxValue, long.MaxValue, long.MaxValue));
        Refused("-1 x 3", () => Sizes.Length<double>("x", -1, 3));
        Refused("-1 x -1", () => Sizes.Length<double>("x", -1, -1));
        Refused("x of", () => Sizes.Length<double>("x", long.MinValue, long.MinValue, long.MinValue, long.MinValue));
    }

    /// <summary>The reproduction: 65537 · 65536 wraps to a small index in 32 bits.</summary>
    [Fact]
    public void MatrixProduct_WhoseCornersWrap_IsRefused()
    {
        Refused("65537 x 65536", () => Product(new float[1], new float[1], new float[1], 65537, 65536, 1));
        Refused("negative", () => Product(new float[1], new float[1], new float[1], -1, 1, 1));
        Refused("negative", () => Gemm.Add<float>(new float[9], -3, 1, new float[9], 1, new float[9], 3, 3, 3, 3));
        Refused("negative", () => Gemm.Add<float>(new float[9], 3, 1, new float[9], 1, new float[9], -3, 3, 3, 3));
        Refused(
            "reaches up to",
            () => Gemm.Add<float>(new float[9], int.MaxValue, int.MaxValue, new float[9], 1, new float[9], 3, 3, 3, 3)
        );
        Refused("reaches up to", () => Gemm.Add<float>(new float[9], 3, 1, new float[9], 1, new float[9], int.MaxValue, 3, 3, 3));

        static void Product(float[] x, float[] b, float[] y, int n, int rows, int columns) =>
            Gemm.Add<float>(x, rows, 1, b, 1, y, columns, n, rows, columns);
    }

    [Fact]
    public void RandomSizesAndStrides_NeverReachOutsideOfTheMemory()
    {
        var random = new Random(Seed);
        int accepted = 0;
        for (int draw = 0; draw < 40_000; draw++)
        {
            // Every buffer is the middle of a larger one whose ends must stay as they were.
            var buffers = new List<double[]>();
            Span<double> Take()
            {
                int length = random.Next(0, 40);
                double[] whole = new double[length + 64];
                Array.Fill(whole, Canary);
                buffers.Add(whole);
                Span<double> middle = whole.AsSpan(32, length);
                middle.Fill(1);
                return middle;
            }

            // Matrices without columns may have any number of rows; what walks these takes time.
            int Few() => random.Next(0, 7);
            int Any() => random.Next(4) > 0 ? random.Next(0, 7) : Extremes[random.Next(Extremes.Length)];
            Span<double> a = Take();
            Span<double> b = Take();
            Span<double> c = Take();
            int kind = random.Next(13);
            try
            {
                switch (kind)
                {
                    case 0:
                        Gemm.Add(a, Any(), Any(), b, Any(), 1, c, Any(), Any(), Any(), Any());
                        break;
                    case 1:
                        Linear.AddMatrixGradient(a, b, 1, c, Any(), Any(), Any());
                        break;
                    case 2:
                        Linear.Pack(new MatrixSpan<double>(a, Any(), Any(), Any(), Any()), c);
                        break;
                    case 3:
                        Linear.Repeat(c, Any());
                        break;
                    case 4:
                        Linear.AddBiasGradient(a, 1, c);
                        break;
                    case 5:
                        Linear.AddDiagonal(a, b, random.Next(2) + 1, c);
                        break;
                    case 6:
                        Linear.AddDiagonalGradient(a, b, random.Next(2) + 1, c);
                        break;
                    case 7:
                        new MatrixSpan<double>(a, Any(), Any(), Any(), Any()).RowBlock(Any(), Any()).Transpose[Any(), Any()] = 2;
                        break;
                    case 8:
                        new MatrixSpan<double>(a, Any(), Any()).ColumnBlock(Any(), Any())[Any(), Any()] = 2;
                        break;
                    case 9:
                        GradientStage.Add(
                            new MatrixSpan<double>(a, Any(), Any(), Any(), Any()),
                            new MatrixSpan<double>(c, Any(), Any(), Any(), Any())
                        );
                        break;
                    case 10:
                        Activations.Tanh.Kernel<double>().Forward(a, b, c);
                        break;
                    case 11:
                        Activations.Sigmoid.Kernel<double>().AddBackward(a, a, b, c, Take());
                        break;
                    default:
                        DerivedWeights.AddProduct(
                            1,
                            new MatrixSpan<double>(a, Few(), Few(), Any(), Any()),
                            new MatrixSpan<double>(b, Few(), Few(), Any(), Any()),
                            new MatrixSpan<double>(c, Few(), Few(), Any(), Any())
                        );
                        break;
                }

                accepted++;
            }
            catch (ArgumentException)
            {
                // refused
            }
            catch (IndexOutOfRangeException)
            {
                // refused by a bounds check
            }

            foreach (double[] whole in buffers)
            {
                bool kept = Array.TrueForAll(whole[..32], v => v == Canary) && Array.TrueForAll(whole[^32..], v => v == Canary);
                Assert.True(kept, $"Case {kind} wrote outside of its memory (seed {Seed}, draw {draw}).");
            }
        }

        Assert.True(accepted > 4000, $"Only {accepted} calls were accepted (seed {Seed}).");
    }

    [Fact]
    public void MatrixSpan_RefusesWhatDoesNotFit_AndEntriesOutside()
    {
        double[] data = new double[12];
        Refused("does not fit into 0 values", () => new MatrixSpan<double>([], 65536, 65536).Rows);
        Refused("does not fit", () => new MatrixSpan<double>(data, int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue).Rows);
        Refused("must not be negative", () => new MatrixSpan<double>(data, -1, -1).Rows);
        Refused("[3, 0] lies outside of a 3 x 4 matrix", () => new MatrixSpan<double>(data, 3, 4)[3, 0]);
        Refused("[0, 4] lies outside", () => new MatrixSpan<double>(data, 3, 4)[0, 4]); // would be [1, 0]
        Refused("[-1, 4] lies outside", () => new MatrixSpan<double>(data, 3, 4)[-1, 4]); // would be [0, 0]
        Refused("start", () => new MatrixSpan<double>(data, 3, 4).RowBlock(int.MaxValue, int.MaxValue).Rows);
        Refused("count", () => new MatrixSpan<double>(data, 3, 4).RowBlock(1, int.MaxValue).Rows);
        Refused("count", () => new MatrixSpan<double>(data, 3, 4).ColumnBlock(2, int.MaxValue).Rows);
        Assert.Equal(2, new MatrixSpan<double>([], 3, 0, 100, 1).RowBlock(1, 2).Rows);
    }

    [Fact]
    public void Matrix_RefusesSizesThatWrap_AndEntriesOutside()
    {
        Refused("needs 32 GiB", () => new Matrix(65536, 65536, []).Rows);
        Refused("-1", () => new Matrix(-1, -1, [1.0]).Rows);
        Refused("[0, 2] lies outside", () => new Matrix(2, 2, [1.0, 2, 3, 4])[0, 2]);
        Refused("[0, 0] lies outside", () => default(Matrix)[0, 0]);
        var column = new Matrix(50_000, 1, new double[50_000]);
        Refused("needs 18.6 GiB", () => (column * column.Transpose).Rows);
    }

    [Fact]
    public void PackedLayout_RefusesUnitsThatWrap()
    {
        double[] packed = new double[64];
        foreach (PackedLayout layout in PackedLayout.All)
        {
            string gate = layout.Gates[^1];
            foreach (int units in Extremes)
            {
                if (units is < 0 or > 100)
                {
                    Refused(" ", () => layout.Matrix(packed.AsSpan(), units, 1, gate).Rows);
                    Refused(" ", () => layout.InputBias(packed.AsSpan(), units, gate).Length);
                }
            }
        }
    }

    [Fact]
    public void SensitivityMeter_OfTooManyDerivatives_IsRefused() =>
        Refused(
            "Jacobians [batch, steps, outputs, inputs] of 65536 x 65536 x 65536 x 65536",
            () => new SensitivityMeter<float>(65536, 65536, [65535, 1], 65536)
        );

    [Fact]
    public void RowsOfNoElements_AreRefusedInsteadOfLoopingForever()
    {
        Refused("rows of 0", () => Linear.Repeat<double>(new double[3], 0));
        Refused("rows of 0", () => Linear.AddBiasGradient<double>(new double[3], 1, []));
        Refused("rows of 0", () => Linear.AddDiagonal<double>([], new double[3], 1, new double[3]));
        Refused("rows of 2", () => Linear.AddDiagonalGradient<double>(new double[3], new double[3], 1, new double[2]));
    }

    private static void Refused(string part, Func<object> call) =>
        Assert.Contains(part, Assert.ThrowsAny<ArgumentException>(call).Message, StringComparison.Ordinal);

    private static void Refused(string part, Action call) =>
        Assert.Contains(part, Assert.ThrowsAny<ArgumentException>(call).Message, StringComparison.Ordinal);
}
