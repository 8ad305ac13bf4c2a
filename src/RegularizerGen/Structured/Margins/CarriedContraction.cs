using System;

namespace RegularizerGen.Structured.Margins;

/// <summary>A figure that carried scales show of a step, and its gradient; where they do not show any, or for the first time, scales are
/// searched.</summary>
/// <param name="form">Z of the step.</param>
/// <param name="root">The figure as a function of Z.</param>
/// <param name="starts">Scales to start from, by their number; false beyond the last.</param>
internal sealed class CarriedContraction(ContractionForm form, LevelRoot root, Func<MovingScales, int, bool> starts)
{
    private const int StartingMoves = 150;

    private bool isStarted;

    /// <summary>The scales.</summary>
    public MovingScales Scales { get; } = new(form.States, form.ChannelWidths);

    /// <summary>Z of the step, at these scales.</summary>
    public ContractionForm Form => form;

    /// <summary>How often scales were searched, instead of moved.</summary>
    public int Searches { get; private set; }

    /// <summary>Forgets the scales.</summary>
    public void Reset() => isStarted = false;

    /// <summary>The figure, for the blocks as they are; infinite where no scales are found.</summary>
    public double Evaluate(bool withGradient)
    {
        double value = isStarted ? At(withGradient) : double.PositiveInfinity;
        if (isStarted && !double.IsFinite(value))
        {
            Scales.Return();
            value = At(withGradient);
        }

        if (!double.IsFinite(value))
        {
            isStarted = TryStart();
            value = isStarted ? At(withGradient) : double.PositiveInfinity;
        }

        return value;
    }

    /// <summary>After an evaluation with gradient: adds to the adjoints of blocks, and moves the scales for the next one.</summary>
    /// <param name="value">The figure.</param>
    /// <param name="adjoint">Its adjoint.</param>
    public void Reverse(double value, double adjoint)
    {
        form.Reverse(root.Gradient, Scales.S, adjoint);
        Scales.Move(value, form.ScaleGradient, form.ChannelGradient);
    }

    private double At(bool withGradient) =>
        form.TryEvaluate(Scales.T, Scales.S) ? root.Evaluate(form.Z, withGradient) : double.PositiveInfinity;

    private bool TryStart()
    {
        Searches++;
        for (int number = 0; starts(Scales, number); number++)
        {
            if (double.IsFinite(At(withGradient: false)))
            {
                Improve();
                return true;
            }
        }

        return false;
    }

    /// <summary>Moves for the same blocks; ends at scales that show a figure.</summary>
    private void Improve()
    {
        for (int move = 0; move < StartingMoves; move++)
        {
            double value = At(withGradient: true);
            if (double.IsFinite(value) && value > 0)
            {
                Reverse(value, 0);
            }
            else
            {
                Scales.Return();
            }
        }

        if (!double.IsFinite(At(withGradient: false)))
        {
            Scales.Return();
        }
    }
}
