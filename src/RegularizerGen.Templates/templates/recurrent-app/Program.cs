using System;
using RegularizerGen;
using RegularizerGen.Training;
using static RegularizerGen.CellMath;

const int units = 16, length = 48, batch = 16, steps = 600;
const double lambda = 1e-4;                                  // strength of the penalty; 0 trains without it

// Data: replace them by your own, inputs scaled to the bound that the cell declares.
(float[] x, float[] y) train = Simulate(seed: 1, samples: 3000), validation = Simulate(seed: 2, samples: 1000);

// The network: a cell and a linear read-out.
var random = new Random(1);
var cell = new Cell.Parameters<float>(inputs: 1, units);
var gradient = new Cell.Parameters<float>(cell.Shape);
var readOut = new LinearReadOut<float>(units, outputs: 1);
cell.Initialize(random, Initializer.PyTorch(units));
Initializer.XavierUniform().Fill(readOut.Weight, random);

// What it is trained with.
var windows = new SeriesWindows<float, float>(
    inputWidth: 1,
    targetWidth: 1,
    new WindowOptions { Length = length, Stride = 7, Batch = batch, WashOut = 15 },
    new Series<float, float>(train.x, train.y));
var unrolled = new Cell.Unrolled<float>(cell.Shape, length, batch);
float[] outputs = new float[length * batch], hiddenGradient = new float[length * batch * units];
var tikhonov = new Cell.TikhonovRegularizer<float>(
    cell.Shape,
    new TikhonovOptions { Horizon = 20, ReadOutRows = 1, SpectralMode = SpectralMode.Tracking });
var adam = new Adam<float>(
    new AdamOptions { Rate = LearningRate.WarmUpCosine(1e-2, steps, warmUp: 20), LargestNorm = 1 },
    new Trainable<float>(cell, gradient),
    readOut.Trainable);

for (int step = 0; step < steps; step++)
{
    if (step % windows.Batches == 0)
    {
        windows.Shuffle(seed: step);
    }

    windows.Load(step % windows.Batches);
    adam.ClearGradients();
    unrolled.Forward(cell.View, windows.Inputs);
    readOut.Forward(unrolled.Output, outputs);
    double loss = Loss.Squared<float>(outputs, windows.Targets, outputs, windows.Mask);
    readOut.Backward(unrolled.Output, outputs, hiddenGradient);
    unrolled.Backward(cell.View, windows.Inputs, hiddenGradient, gradient.View);
    double strength = lambda * Math.Min(1, 2.0 * step / steps);                     // ramped up over the first half
    TikhonovResult bound = tikhonov.AddGradient(cell.View, gradient.View, strength, readOut.Weight, readOut.WeightGradient);
    adam.Step();
    if (step % 100 == 0 || step == steps - 1)
    {
        Console.WriteLine(FormattableString.Invariant($"step {step,3}: loss {loss:F4}, gain about {bound.Gain:G3}"));
    }
}

// How good it is, and what is proved of it.
var whole = new Cell.Unrolled<float>(cell.Shape, validation.x.Length, batch: 1);
float[] simulated = new float[validation.y.Length];
whole.Forward(cell.View, validation.x);
readOut.Forward(whole.Output, simulated);
double error = Math.Sqrt(Loss.Squared<float>(simulated, validation.y, simulated));
Console.WriteLine(FormattableString.Invariant($"validation: root mean square error {error:F4}"));
Certificate certificate = Cell.Certify(cell.View, new CertificateOptions { Horizon = 20 }, readOut.Weight);
Console.WriteLine(certificate.Verdict);

// A slow nonlinear process that is driven by steps, seen through a noisy sensor of its input.
static (float[] X, float[] Y) Simulate(int seed, int samples)
{
    var random = new Random(seed);
    float[] x = new float[samples], y = new float[samples];
    double u = 0, first = 0, second = 0;
    for (int t = 0; t < samples; t++)
    {
        u = random.Next(6) == 0 ? 1.6 * random.NextDouble() - 0.8 : u;
        first += 0.3 * (Math.Tanh(2 * u) - first);
        second += 0.2 * (first - second);
        x[t] = (float)Math.Clamp(u + 0.1 * Gaussian.Next(random), -1, 1);
        y[t] = (float)(second * (1 + 0.3 * first));
    }

    return (x, y);
}

/// <summary>A gated recurrent unit; edit it, or write your own: everything above follows.</summary>
[RecurrentCell]
public sealed partial class Cell
{
    private readonly Matrix Wz, Wr, Wn, Uz, Ur, Un;
    private readonly Bias bz, br, bn;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h)
    {
        Signal z = Sigmoid(Wz * x + Uz * h + bz);
        Signal r = Sigmoid(Wr * x + Ur * h + br);
        Signal n = Tanh(Wn * x + Un * (r * h) + bn);
        return z * h + (1 - z) * n;
    }
}
