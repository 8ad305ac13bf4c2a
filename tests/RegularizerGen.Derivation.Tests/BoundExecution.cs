using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation.Tests;

/// <summary>The printed bound of a step, evaluated: ranges of all signals and the coefficients A and B.</summary>
internal sealed class BoundExecution
{
    private readonly CellModel model;
    private readonly ModelExecution execution;
    private readonly Dictionary<string, double> values = new(StringComparer.Ordinal);

    /// <param name="execution">The model with its weights.</param>
    /// <param name="step">Its bound.</param>
    /// <param name="inputs">What the step starts from, by name.</param>
    public BoundExecution(CellModel model, ModelExecution execution, StepProgram step, IReadOnlyDictionary<string, double> inputs)
    {
        this.model = model;
        this.execution = execution;
        Step = step;
        foreach ((string name, double value) in inputs)
        {
            values[name] = value;
        }

        foreach (Statement statement in Step.Statements)
        {
            Run(statement);
        }
    }

    /// <summary>The bound.</summary>
    public StepProgram Step { get; }

    /// <summary>What a step starts from: states in [lo, hi], an input in ±bound, norms of weights.</summary>
    /// <param name="isPeak">Whether the largest element is measured, instead of the Euclidean norm.</param>
    public static Dictionary<string, double> Inputs(
        CellModel model,
        ModelExecution execution,
        (double Lo, double Hi) states,
        double bound,
        bool isPeak
    )
    {
        var inputs = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            [StepDerivation.IsPeak.Name] = isPeak ? 1 : 0,
            [InputSymbols.Bound(model, 0).Name] = bound,
            [InputSymbols.Width(model, 0).Name] = 1,
        };
        foreach (StateModel state in model.States)
        {
            (inputs[state.Name + "Lo"], inputs[state.Name + "Hi"]) = states;
        }

        foreach ((WeightModel weight, int number) in model.Weights.Select((w, k) => (w, k)))
        {
            double[][] rows = execution.Weight(number);
            double norm =
                weight.Kind != WeightKind.Matrix ? rows.Max(row => row.Max(Math.Abs))
                : isPeak ? rows.Max(row => row.Sum(Math.Abs))
                : SpectralNorm(rows);
            inputs[NormSymbols.Scalar(weight).Name] = rows[0][0];
            inputs[NormSymbols.Operator(weight).Name] = norm;
            inputs[NormSymbols.Input(weight).Name] = norm;
        }

        return inputs;
    }

    /// <summary>The range of a signal, where it has a name: of a sum that is more than matrices and biases the second one, since theirs have
    /// the first.</summary>
    public (double Lo, double Hi)? this[NodeModel node]
    {
        get
        {
            bool isMixed = node.Terms.Any(IsOfRow) && !node.Terms.All(IsOfRow);
            string suffix = isMixed ? "_2" : string.Empty;
            return
                values.TryGetValue($"{node.Name}Lo{suffix}", out double lo) && values.TryGetValue($"{node.Name}Hi{suffix}", out double hi)
                ? (lo, hi)
                : null;
        }
    }

    /// <summary>Range of a new state.</summary>
    public (double Lo, double Hi) Next(int state) => (At(Step.Next[state].Lo), At(Step.Next[state].Hi));

    /// <summary>How far a row moves at most, where states and the input move that far.</summary>
    public double Movement(int row, IReadOnlyList<double> states, double input) =>
        states.Select((moved, state) => At(Step.A[row][state]) * moved).Sum() + (At(Step.B[row]) * input);

    private void Run(Statement statement)
    {
        switch (statement)
        {
            case ScalarStatement scalar:
                Define(scalar);
                break;
            case RowStatement row:
                (values[row.Lo.Name], values[row.Hi.Name]) = Range(row.Rows);
                break;
            default:
                throw new InvalidOperationException($"{statement} is no formula.");
        }
    }

    /// <summary>The extremes over the rows of Σ weight · [lo, hi] + Σ coefficient · bias.</summary>
    private (double Lo, double Hi) Range(RowSumSpec spec) => (Ends(spec).Min(e => e.Lo), Ends(spec).Max(e => e.Hi));

    /// <summary>Row by row.</summary>
    public List<(double Lo, double Hi)> Ends(RowSumSpec spec)
    {
        int rows = spec.Weights.Concat(spec.Biases.Select(b => b.Weight)).Max(w => execution.Weight(w).Length);
        var ends = new List<(double Lo, double Hi)>();
        for (int row = 0; row < rows; row++)
        {
            double sum = spec.Biases.Sum(b => b.Coefficient.ToDouble() * execution.Weight(b.Weight)[row][0]);
            (double lo, double hi) = (sum, sum);
            foreach ((int weight, Interval argument) in spec.Weights.Zip(spec.Arguments))
            {
                (double low, double high) = (At(argument.Lo), At(argument.Hi));
                lo += execution.Weight(weight)[row].Sum(w => Math.Min(w * low, w * high));
                hi += execution.Weight(weight)[row].Sum(w => Math.Max(w * low, w * high));
            }

            ends.Add((lo, hi));
        }

        return ends;
    }

    private bool IsOfRow(SumTerm term) => term.Weight >= 0 && model.Weights[term.Weight].Kind != WeightKind.Scalar;

    /// <summary>A named quantity.</summary>
    public double Value(string name) => values[name];

    /// <summary>The rows of a weight.</summary>
    public double[][] Weight(int number) => execution.Weight(number);

    /// <summary>Gives a formula a name.</summary>
    public void Define(ScalarStatement scalar) => values[scalar.Name.Name] = At(scalar.Value);

    /// <summary>A formula.</summary>
    public double At(Expr value) => value.Evaluate(symbol => values[symbol]);

    /// <summary>The root of the larger eigenvalue of M Mᵀ, of matrices of two rows.</summary>
    private static double SpectralNorm(double[][] matrix)
    {
        double Dot(int i, int j) => matrix[i].Zip(matrix[j], (u, v) => u * v).Sum();
        (double a, double b, double c) = (Dot(0, 0), Dot(0, 1), Dot(1, 1));
        return Math.Sqrt(((a + c) / 2) + Math.Sqrt((((a - c) / 2) * ((a - c) / 2)) + (b * b)));
    }
}
