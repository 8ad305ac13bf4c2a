using System;
using RegularizerGen.Passes.Nodes;

namespace RegularizerGen.Jacobians;

/// <summary>The calls, and their three passes over the unrolled cell.</summary>
public partial class JacobianSweeps<T>
{
    /// <summary>The penalty, without gradient.</summary>
    /// <exception cref="ArgumentException">The strength is out of range, or the read-out has the wrong shape or is not finite.</exception>
    protected internal JacobianResult Penalty(double strength, MatrixSpan<T> readOut)
    {
        Begin(strength, readOut);
        for (int sweep = 0; sweep < Sweeps; sweep++)
        {
            int reach = BeginSweep(sweep, readOut);
            Reverse(reach);
            EndReverse(reach);
        }

        return Result();
    }

    /// <summary>The penalty with its gradient: that of the read-out is added, those of the weights are then to be added, unless the result
    /// says that there are none.</summary>
    /// <exception cref="ArgumentException">The strength is out of range, or the read-out or its gradient has the wrong shape or is not
    /// finite.</exception>
    protected internal JacobianResult PenaltyWithGradient(double strength, MatrixSpan<T> readOut, MatrixSpan<T> readOutGradient)
    {
        Begin(strength, readOut);
        RequireReadOut(readOutGradient, "gradient");
        gradients.Clear();
        for (int sweep = 0; sweep < Sweeps; sweep++)
        {
            int reach = BeginSweep(sweep, readOut);
            Reverse(reach);
            if (EndReverse(reach))
            {
                Tangents(reach);
                AddReadOutGradient(sweep, tangents.From(plan.Cell.Definition.Output, 0, reach));
                ReverseOverBoth(reach);
            }
        }

        plan.Weights.Values.Backpropagate(gradients);
        if (!CanAdd())
        {
            return Result(isOmitted: true);
        }

        ApplyReadOut(readOutGradient);
        return Result();
    }

    /// <summary>Adds the gradient of a weight to what was accumulated; its shape was checked.</summary>
    protected internal void AddGradient(int weight, WeightSpan<T> gradient) =>
        gradient.Add(plan.Cell.Weights[weight], gradients.Entries(weight));

    /// <summary>Measured sensitivity of the last output, one reverse pass per output.</summary>
    /// <exception cref="ArgumentException">The read-out has the wrong shape or is not finite.</exception>
    protected internal SensitivityReport Measure(MatrixSpan<T> readOut)
    {
        Begin(0, readOut);
        var meter = new SensitivityMeter<T>(steps, batch, plan.Cell.InputWidths, rows);
        for (int row = 0; row < rows; row++)
        {
            BeginRow(row, readOut);
            Reverse(steps);
            for (int input = 0; input < inputGradients.Length; input++)
            {
                meter.Add(row, input, inputGradients[input], plan.Cell.Inputs[input].Scale);
            }
        }

        return meter.Report(plan.Cell.Definition.Name);
    }

    /// <summary>v: the derivatives of e·y with respect to the inputs. The adjoints of all signals are kept.</summary>
    private void Reverse(int reach)
    {
        foreach (T[] gradient in inputGradients)
        {
            Array.Clear(gradient);
        }

        int output = plan.Size(plan.Cell.Definition.Output);
        ofTangents.Begin();
        for (int step = reach - 1; step >= 0; step--)
        {
            ofTangents.BeginStep(step);
            ofTangents.Add(plan.Cell.Definition.Output, step, outputGradient.AsSpan(step * output, output));
            plan.Backward(unrolled.Values, ofTangents, step);
            for (int input = 0; input < inputGradients.Length; input++)
            {
                Span<T> gradient = ofTangents.At(plan.Cell.Inputs[input].Node, step);
                gradient.CopyTo(inputGradients[input].AsSpan(step * gradient.Length));
            }

            ofTangents.EndStep();
        }
    }

    /// <summary>The derivatives of all signals along v.</summary>
    private void Tangents(int reach)
    {
        foreach (PassNode<T> node in plan.Nodes)
        {
            if (node is SumNode<T> { IsWeighted: true } sum)
            {
                sum.PrepareTangents(tangents, 0, reach);
            }
        }

        for (int step = 0; step < reach; step++)
        {
            foreach (PassNode<T> node in plan.Nodes)
            {
                node.Tangent(unrolled.Values, tangents, step);
            }

            plan.CopyStates(tangents, step);
        }
    }

    /// <summary>The gradient of the tangent of e·y with respect to the weights.</summary>
    private void ReverseOverBoth(int reach)
    {
        adjoints.Begin();
        for (int step = reach - 1; step >= 0; step--)
        {
            adjoints.BeginStep(step);
            plan.Backward(unrolled.Values, tangents, ofTangents, adjoints, step);
            adjoints.EndStep();
            if (step % plan.StepsAtOnce == 0)
            {
                int steps = Math.Min(plan.StepsAtOnce, reach - step);
                plan.AddWeightGradients(adjoints, unrolled.Values, gradients, step, steps, withBiases: true);
                plan.AddWeightGradients(ofTangents, tangents, gradients, step, steps, withBiases: false);
            }
        }
    }
}
