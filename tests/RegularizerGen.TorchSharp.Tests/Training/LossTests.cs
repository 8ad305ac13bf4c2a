using System;
using System.Linq;
using RegularizerGen.Training;
using TorchSharp;
using static TorchSharp.torch;
using Modules = TorchSharp.Modules;

namespace RegularizerGen.TorchSharp.Tests.Training;

/// <summary>Losses and the read-out, with the gradients that torch's autograd finds.</summary>
public sealed class LossTests : TorchTest
{
    private const int Steps = 6;
    private const int Batch = 4;
    private const int Width = 5;
    private const int Rows = Steps * Batch;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Squared_IsTorchs(bool masked)
    {
        bool[] mask = Mask(masked);
        Tensor y = randn([Rows, Width], dtype: ScalarType.Float64, requires_grad: true),
            targets = randn([Rows, Width], dtype: ScalarType.Float64);
        Tensor rows = tensor(mask);
        using Tensor loss = nn.functional.mse_loss(y[rows], targets[rows]);
        loss.backward();
        double[] gradient = new double[Rows * Width];
        double value = Loss.Squared<double>(Networks.Values(y), Networks.Values(targets), gradient, masked ? mask : []);
        Assert.Equal(loss.item<double>(), value, 1e-14);
        Near(y.grad!, gradient, 1e-15);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 1)]
    [InlineData(true, 300)]
    public void CrossEntropy_IsTorchs(bool masked, double scale)
    {
        bool[] mask = Mask(masked);
        int[] labels = [.. Enumerable.Range(0, Rows).Select(k => k * 3 % Width)];
        Tensor z = (randn([Rows, Width], dtype: ScalarType.Float64) * scale).detach().requires_grad_();
        Tensor rows = tensor(mask);
        using Tensor loss = nn.functional.cross_entropy(z[rows], tensor(labels).to(ScalarType.Int64)[rows]);
        loss.backward();
        double[] gradient = new double[Rows * Width];
        double value = Loss.CrossEntropy<double>(Networks.Values(z), labels, gradient, masked ? mask : []);
        Assert.Equal(loss.item<double>(), value, 1e-13 * scale);
        Near(z.grad!, gradient, 1e-15);
    }

    [Fact]
    public void ReadOut_IsTorchsLinear()
    {
        Modules.Linear linear = nn.Linear(7, 3, dtype: ScalarType.Float64);
        var readOut = new LinearReadOut<double>(7, 3);
        double[] values = [.. Networks.Values(linear.weight!), .. Networks.Values(linear.bias!)];
        values.CopyTo(readOut.Trainable.Values);
        Tensor hidden = randn([Rows, 7], dtype: ScalarType.Float64, requires_grad: true),
            weights = randn([Rows, 3], dtype: ScalarType.Float64);
        Tensor y = linear.forward(hidden);
        (y * weights).sum().backward();

        double[] outputs = new double[Rows * 3],
            hiddenGradient = new double[Rows * 7];
        readOut.Forward(Networks.Values(hidden), outputs);
        readOut.Backward(Networks.Values(hidden), Networks.Values(weights), hiddenGradient);
        Near(y, outputs, 1e-13);
        Near(hidden.grad!, hiddenGradient, 1e-13);
        Near(linear.weight!.grad!, readOut.WeightGradient.Data.ToArray(), 1e-13);
        Near(linear.bias!.grad!, readOut.BiasGradient.ToArray(), 1e-13);
    }

    private static bool[] Mask(bool masked)
    {
        bool[] mask = new bool[Rows];
        SequenceMask.Fill(masked ? [6, 4, 1, 0] : [6, 6, 6, 6], mask);
        return mask;
    }

    private static void Near(Tensor expected, double[] actual, double tolerance)
    {
        double[] values = Networks.Values(expected);
        Assert.Equal(values.Length, actual.Length);
        Assert.All(Enumerable.Range(0, actual.Length), k => Assert.Equal(values[k], actual[k], tolerance));
    }
}
