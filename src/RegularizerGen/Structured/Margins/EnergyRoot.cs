using System;
using RegularizerGen.Kernels;

namespace RegularizerGen.Structured.Margins;

/// <summary>
/// The gain of finite energy, γ² = ‖Z_yy + Z_ys (1 - Z_ss)⁻¹ Z_sy‖ over states s and outputs y, smoothed as <see cref="SmoothRoot"/> does:
/// by Woodbury's formula what [A B B_x]ᵀP[A B B_x] takes from X. With K = (1 - Z_ss)⁻¹ Z_sy and Γ the derivative by that matrix, the one by
/// Z is [K; 1] Γ [Kᵀ 1].
/// </summary>
/// <param name="states">Units of states.</param>
/// <param name="outputs">Units of the output.</param>
internal sealed class EnergyRoot(int states, int outputs) : LevelRoot
{
    private readonly int width = states + outputs;
    private readonly SmoothRoot root = new(outputs);
    private readonly double[] rest = Sizes.Allocate<double>("Matrix of a gain [states, states]", states, states);
    private readonly CholeskyInverse inverse = new(states);
    private readonly double[] mixed = new double[states * outputs];
    private readonly double[] through = new double[states * outputs];
    private readonly double[] whole = Sizes.Allocate<double>("Matrix of a gain [states + outputs, outputs]", states + outputs, outputs);
    private readonly double[] product = Sizes.Allocate<double>("Matrix of a gain [states + outputs, outputs]", states + outputs, outputs);
    private readonly double[] wholeTransposed = new double[outputs * (states + outputs)];
    private readonly double[] outer = new double[outputs * outputs];

    /// <inheritdoc/>
    public override double[] Gradient { get; } =
        Sizes.Allocate<double>("Matrix of a gain [states + outputs, states + outputs]", states + outputs, states + outputs);

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> z, bool withGradient)
    {
        Split(z);
        if (!inverse.TryFind(rest))
        {
            return double.PositiveInfinity;
        }

        inverse.Multiply(mixed, through, outputs);
        Gemm.Add<double>(through, 1, outputs, through, 1, outer, outputs, outputs, states, outputs);
        double gain = root.Evaluate(outer, withGradient);
        if (withGradient)
        {
            Array.Clear(whole);
            inverse.MultiplyTransposed(through, whole, outputs);
            Finish();
        }

        return gain;
    }

    private void Split(ReadOnlySpan<double> z)
    {
        for (int row = 0; row < states; row++)
        {
            for (int column = 0; column < states; column++)
            {
                rest[(row * states) + column] = (row == column ? 1 : 0) - z[(row * width) + column];
            }

            z.Slice((row * width) + states, outputs).CopyTo(mixed.AsSpan(row * outputs));
        }

        for (int row = 0; row < outputs; row++)
        {
            z.Slice(((states + row) * width) + states, outputs).CopyTo(outer.AsSpan(row * outputs));
        }
    }

    private void Finish()
    {
        for (int k = 0; k < outputs; k++)
        {
            whole[((states + k) * outputs) + k] = 1;
        }

        Symmetric.Transpose(whole, outputs, wholeTransposed, width, width, outputs);
        Array.Clear(product);
        Gemm.Add<double>(whole, outputs, 1, root.Gradient, 1, product, outputs, width, outputs, outputs);
        Array.Clear(Gradient);
        Symmetric.AddUpper(product, outputs, 1, wholeTransposed, width, 1, Gradient, width, outputs, width);
        Symmetric.Mirror(Gradient, width);
    }
}
