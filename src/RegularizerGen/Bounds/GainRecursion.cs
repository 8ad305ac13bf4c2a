using System;
using RegularizerGen.Numbers;

namespace RegularizerGen.Bounds;

/// <summary>
/// From the coefficients of the single steps to the gain over all of them: r_T = e_out, r_(t-1) = r_t A_t, γ_t = r_t B_t, then the root of
/// the sum of squares (white noise) or the sum (energy) of the γ_t; and the reverse of that. Of every output: the largest over all T up to
/// the horizon.
/// </summary>
internal sealed class GainRecursion<TNumber>
    where TNumber : unmanaged, IBoundNumber<TNumber>
{
    private readonly StepBound<TNumber> bound;
    private readonly int outputRow;
    private readonly bool sumOfSquares;
    private readonly bool everyOutput;
    private readonly TNumber[] weights; // r_t at t·rows
    private readonly TNumber[] gammas;
    private readonly TNumber[] adjoint;
    private readonly TNumber[] nextAdjoint;
    private int outputStep; // T of the gain: the number of steps before the output in question

    public GainRecursion(StepBound<TNumber> bound, int outputRow, TikhonovOptions options)
    {
        this.bound = bound;
        this.outputRow = outputRow;
        sumOfSquares = options.Perturbation == Perturbation.WhiteNoise;
        everyOutput = options.EveryOutput;
        weights = new TNumber[bound.RowCount * (bound.Horizon + 1)];
        gammas = new TNumber[bound.Horizon];
        adjoint = new TNumber[bound.States];
        nextAdjoint = new TNumber[bound.RowCount];
    }

    /// <summary>The gain of the output signal: of the last output, or of the worst one.</summary>
    public TNumber Gain()
    {
        int worst = bound.Horizon;
        TNumber largest = GainAfter(worst);
        for (int steps = 1; everyOutput && steps < bound.Horizon; steps++)
        {
            TNumber gain = GainAfter(steps);
            if (gain > largest)
            {
                (largest, worst) = (gain, steps);
            }
        }

        return everyOutput ? GainAfter(worst) : largest;
    }

    private TNumber GainAfter(int steps)
    {
        outputStep = steps;
        int rows = bound.RowCount;
        for (int row = 0; row < rows; row++)
        {
            weights[(steps * rows) + row] = row == outputRow ? 1 : 0;
        }

        TNumber total = 0;
        for (int step = steps - 1; step >= 0; step--)
        {
            TNumber gamma = 0;
            for (int row = 0; row < rows; row++)
            {
                gamma += weights[((step + 1) * rows) + row] * bound.B(step, row);
            }

            for (int state = 0; state < rows; state++)
            {
                TNumber sum = 0;
                for (int row = 0; state < bound.States && row < rows; row++)
                {
                    sum += weights[((step + 1) * rows) + row] * bound.A(step, row, state);
                }

                weights[(step * rows) + state] = sum;
            }

            gammas[step] = gamma;
            total += sumOfSquares ? gamma * gamma : gamma;
        }

        return sumOfSquares ? TNumber.Sqrt(total) : total;
    }

    /// <summary>Fills the adjoints of all A_t and B_t for d(penalty)/d(gain) = <paramref name="gainAdjoint"/>.</summary>
    public void Reverse(TNumber gain, TNumber gainAdjoint)
    {
        int rows = bound.RowCount;
        Array.Clear(adjoint);
        if (outputStep < bound.Horizon)
        {
            bound.ClearCoefficientAdjoints(); // The steps after the worst output do not matter.
        }

        for (int step = 0; step < outputStep; step++)
        {
            TNumber gammaAdjoint = sumOfSquares ? gainAdjoint * (gammas[step] / gain) : gainAdjoint;
            for (int row = 0; row < rows; row++)
            {
                TNumber weight = weights[((step + 1) * rows) + row];
                bound.BAdjoint(step, row) = weight * gammaAdjoint;
                TNumber sum = bound.B(step, row) * gammaAdjoint;
                for (int state = 0; state < bound.States; state++)
                {
                    bound.AAdjoint(step, row, state) = weight * adjoint[state];
                    sum += bound.A(step, row, state) * adjoint[state];
                }

                nextAdjoint[row] = sum;
            }

            nextAdjoint.AsSpan(0, bound.States).CopyTo(adjoint);
        }
    }
}
