using System.Linq;

namespace RegularizerGen.Cells.Tests;

/// <summary>What is measured does not depend on the unit of weights, as far as it can be said in double.</summary>
public sealed class HugeSensitivityTests
{
    private static readonly double[] Weights = [2.6, -3.2, 4.9, 1.6, 3.0, 0.7, 4.2, -3.7, -2.7, 1.6, 0.3, 5.2];

    [Theory]
    [InlineData(1e-160)]
    [InlineData(1)]
    [InlineData(1e140)]
    [InlineData(1e160)]
    public void Energy_IsTheSpectralNorm(double unit)
    {
        double[] weights = [.. Weights.Select(w => unit * w)];
        SensitivityReport report = MatrixAlone.Description.Sensitivity([3, 4], 1, weights, new double[3]);
        double expected = unit * Oracle.SpectralNorm(Weights, 4, 3);
        Assert.Equal(1, report.Energy.Max / expected, 1e-9);
    }
}
