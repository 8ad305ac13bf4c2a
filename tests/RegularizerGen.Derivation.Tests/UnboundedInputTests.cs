using System;
using System.Linq;

namespace RegularizerGen.Derivation.Tests;

/// <summary>Whether an input needs a bound is what the printed bound of steps that are drawn says, evaluated without one.</summary>
public sealed class UnboundedInputTests(ITestOutputHelper output)
{
    private const int Seed = 20_261_132;
    private static readonly int Models = Draws.Of(400);

    /// <summary>Steps after which a state has lost its limits that loses them at all: one more than there are states. Squares of squares
    /// overflow after a few more.</summary>
    private const int Steps = 3;

    [Fact]
    public void NeedingABound_IsWhatTheBoundWithoutOneSays()
    {
        (int infinite, int finite) = (0, 0);
        for (int seed = Seed; seed < Seed + Models; seed++)
        {
            var drawn = new DrawnModel(seed);
            CellModel model = drawn.Model with { Inputs = drawn.Model.Inputs.Select(i => i with { Bound = null }).ToEquatableArray() };
            if (!HasZero(model) && IsInfinite(model, drawn.Execution) is { } expected)
            {
                Assert.True(UnboundedInput.NeedingABound(model).Any() == expected, $"seed {seed}: the bound is infinite: {expected}");
                (infinite, finite) = expected ? (infinite + 1, finite) : (infinite, finite + 1);
            }
        }

        output.WriteLine($"{Models} models from seed {Seed}: {infinite} infinite, {finite} finite");
        Assert.True(Math.Min(infinite, finite) > Models / 5, $"{infinite} infinite, {finite} finite");
    }

    /// <summary>What is multiplied by a sum of nothing is no factor that counts, which only the printed bound knows.</summary>
    private static bool HasZero(CellModel model) => model.Nodes.Any(n => n.Operator == OperatorTable.Affine.Name && n.Terms.Count == 0);

    /// <summary>Null where an infinite factor meets 0.</summary>
    private static bool? IsInfinite(CellModel model, ModelExecution execution)
    {
        var inputs = BoundExecution.Inputs(model, execution, (-1, 1), double.PositiveInfinity, isPeak: true);
        for (int step = 0; step < Steps; step++)
        {
            var bound = new BoundExecution(model, execution, StepDerivation.Derive(model), inputs);
            double[] coefficients = [.. bound.Step.A.SelectMany(row => row).Concat(bound.Step.B).Select(bound.At)];
            if (coefficients.Any(double.IsNaN))
            {
                return null;
            }

            if (coefficients.Any(double.IsInfinity))
            {
                return true;
            }

            for (int k = 0; k < model.States.Count; k++)
            {
                (inputs[model.States[k].Name + "Lo"], inputs[model.States[k].Name + "Hi"]) = bound.Next(k);
            }
        }

        return false;
    }
}
