using System;
using CsCheck;
using RegularizerGen.Kernels;

namespace RegularizerGen.Tests;

/// <summary>Vector kernels against naive loops, for all remainders of the vector width and all strides.</summary>
public sealed class KernelTests
{
    [Fact]
    public void Gemm_RefusesMemoryThatIsTooShort()
    {
        Assert.ThrowsAny<Exception>(() => Gemm.Add<double>(new double[5], 3, 1, new double[12], 1, new double[8], 4, 2, 3, 4));
        Assert.ThrowsAny<Exception>(() => Gemm.Add<double>(new double[6], 3, 1, new double[11], 1, new double[8], 4, 2, 3, 4));
        Assert.ThrowsAny<Exception>(() => Gemm.Add<double>(new double[6], 3, 1, new double[12], 1, new double[7], 4, 2, 3, 4));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    public void Activations_ForwardAndBackwardAgreeWithTheScalarFunctions(int length)
    {
        double[] x = Random(new Random(length), length);
        double[] y = new double[length];
        double[] dx = new double[length];
        double[] ones = new double[length];
        Array.Fill(ones, 1);
        double[] slopes = new double[length];
        Walk(Activations.Sigmoid.Kernel<double>(), CellMath.Sigmoid);
        Walk(Activations.Tanh.Kernel<double>(), CellMath.Tanh);
        Walk(Activations.Relu.Kernel<double>(), CellMath.Relu);

        void Walk(Activations.ActivationKernel<double> kernel, Func<Signal, Signal> executable)
        {
            kernel.Forward(x, y, slopes);
            kernel.Backward(x, y, slopes, ones, dx);
            for (int k = 0; k < length; k++)
            {
                double At(double point) => executable(new Signal(point))[0];
                Assert.Equal(At(x[k]), y[k], 1e-14);
                Assert.Equal((At(x[k] + 1e-6) - At(x[k] - 1e-6)) / 2e-6, dx[k], 1e-8);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    public void TangentKernels_AddSlopesAndCurvatures(int length)
    {
        var random = new Random(length);
        double[] x = Random(random, length);
        double[] y = new double[length];
        double[] adjoint = Random(random, length);
        double[] tangent = Random(random, length);
        double[] slopes = new double[length];
        Walk(Activations.Sigmoid.Kernel<double>(), CellMath.Sigmoid);
        Walk(Activations.Tanh.Kernel<double>(), CellMath.Tanh);
        Walk(Activations.Relu.Kernel<double>(), CellMath.Relu);

        void Walk(Activations.ActivationKernel<double> kernel, Func<Signal, Signal> executable)
        {
            double At(double point) => executable(new Signal(point))[0];
            double Slope(int k) => (At(x[k] + 1e-6) - At(x[k] - 1e-6)) / 2e-6;
            kernel.Forward(x, y, slopes);
            double[] dx = Random(random, length);
            double[] before = [.. dx];
            kernel.AddBackward(x, y, slopes, adjoint, dx);
            for (int k = 0; k < length; k++)
            {
                Assert.Equal(before[k] + (adjoint[k] * Slope(k)), dx[k], 1e-8);
            }

            dx.CopyTo(before, 0);
            double[] own = new double[length];
            kernel.AddBackward(x, y, slopes, tangent, own);
            kernel.AddCurvature(x, y, adjoint, tangent, own, dx);
            for (int k = 0; k < length; k++)
            {
                double curvature = kernel.HasCurvature ? (At(x[k] + 1e-4) - (2 * At(x[k])) + At(x[k] - 1e-4)) / 1e-8 : 0;
                Assert.Equal(before[k] + (adjoint[k] * tangent[k] * curvature), dx[k], 1e-6);
            }
        }
    }

    private static double[] Random(Random random, int length)
    {
        double[] result = new double[length];
        for (int k = 0; k < length; k++)
        {
            result[k] = (2 * random.NextDouble()) - 1;
        }

        return result;
    }
}
