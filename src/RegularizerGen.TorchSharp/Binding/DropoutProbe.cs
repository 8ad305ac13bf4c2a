using System;
using TorchSharp;
using static TorchSharp.torch;
using Modules = TorchSharp.Modules;

namespace RegularizerGen.TorchSharp;

/// <summary>
/// Whether a module in training mode drops units between its layers. TorchSharp cannot be asked for the probability; but equal inputs of
/// one batch give equal outputs exactly where nothing is dropped.
/// </summary>
internal static class DropoutProbe
{
    // So many units are drawn that a dropout of 0.1 % shows itself with a probability of 1 - 1e-7.
    private const int Draws = 16_384;

    // Of the machine precision: what rows of one matrix product may differ by.
    private const double Rounding = 16;

    /// <summary>True or false; null where the answer means nothing, because the output does not depend on the input.</summary>
    public static bool? Ask(nn.Module module, Tensor weight, int inputs, int units)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor state = random.get_rng_state();
        try
        {
            long half = Math.Clamp(Draws / units, 16, 1024);
            Tensor rows = cat([ones(half, inputs), ones(half, inputs).neg()]).to_type(weight.dtype).to(weight.device);
            (Tensor outputs, Tensor last) = Run(module, rows.unsqueeze(0)); // one step of a batch, or of batchFirst: one sequence
            if (last.shape[1] != 2 * half)
            {
                outputs = Run(module, rows.unsqueeze(1)).Outputs;
            }

            Tensor y = outputs.to_type(ScalarType.Float64).reshape(2 * half, -1).cpu();
            Tensor alike = y.narrow(0, 0, half);
            double spread = (alike.amax([0]) - alike.amin([0])).max().item<double>();
            double effect = (y[0] - y[half]).abs().max().item<double>();
            double noise = Rounding * Precision(weight.dtype) * y.abs().max().item<double>();
            return spread > noise ? true
                : effect > noise ? false
                : null;
        }
        finally
        {
            random.set_rng_state(state);
        }
    }

    /// <summary>The output at every step, and the state after the last.</summary>
    public static (Tensor Outputs, Tensor Last) Run(nn.Module module, Tensor x)
    {
        switch (module)
        {
            case Modules.LSTM lstm:
                (Tensor outputs, Tensor last, _) = lstm.forward(x);
                return (outputs, last);
            case Modules.GRU gru:
                return gru.forward(x);
            default:
                return ((Modules.RNN)module).forward(x, null);
        }
    }

    private static double Precision(ScalarType type) =>
        type switch
        {
            ScalarType.Float64 => Math.ScaleB(1, -52),
            ScalarType.Float32 => Math.ScaleB(1, -23),
            ScalarType.Float16 => Math.ScaleB(1, -10),
            _ => Math.ScaleB(1, -7),
        };
}
