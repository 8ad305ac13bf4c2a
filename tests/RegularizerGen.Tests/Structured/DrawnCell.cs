using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Bounds;
using RegularizerGen.Cells.Tests;
using RegularizerGen.Definitions;
using RegularizerGen.Samples.CellZoo;
using RegularizerGen.Sets;
using RegularizerGen.Sets.Nodes;
using RegularizerGen.Structured;

namespace RegularizerGen.Tests.Structured;

/// <summary>A cell with drawn weights, as sets see it and as it is executed.</summary>
internal sealed class DrawnCell
{
    private readonly double[] parameters;

    public DrawnCell(CellDescription description, int[] sizes, Random random, double scale)
        : this((CellCore)description.Step(sizes), _ => scale * ((2 * random.NextDouble()) - 1)) { }

    public DrawnCell(CellCore cell, double[][] weights)
        : this(cell, k => weights.SelectMany(w => w).ElementAt(k)) { }

    private DrawnCell(CellCore cell, Func<int, double> parameter)
    {
        Cell = cell;
        parameters = [.. Enumerable.Range(0, cell.ParameterCount).Select(parameter)];
        Weights = new SetWeights(cell);
        int start = 0;
        for (int k = 0; k < cell.OwnWeights; k++)
        {
            int count = cell.Weights[k].Rows * cell.Weights[k].Columns;
            Weights.Take(k, WeightSpan<double>.Over(parameters.AsSpan(start, count), cell.Weights[k]));
            start += count;
        }

        Weights.Complete();
        Step = new SetStep(cell, Weights);
    }

    /// <summary>All cells of the zoo, and some that are unusual.</summary>
    public static IReadOnlyDictionary<string, CellDescription> All { get; } =
        Zoo
            .Cells.Select(d => (Name: d.Name, Cell: d))
            .Concat(
                new CellDescription[]
                {
                    Odd.Description,
                    ReluElman.Description,
                    LinearSystem.Description,
                    DelayLine.Description,
                    ManyActivations.Description,
                    DeclaredActivation.Description,
                    ScaledSteps.Description,
                    ScaledInput.Description,
                    DerivedWeightsOfAllKinds.Description,
                    ConcatenatedLstm.Description,
                    ScalarGated.Description,
                    InputAsOutput.Description,
                    BiasAsOutput.Description,
                    ScalarShifts.Description,
                    MinLstm.Description,
                    FusedLtc.Description,
                    BentActivations.Description,
                    Narx.Description,
                    ThreeInputs.Description,
                    SteepBeyond.Description,
                }.Select(d => (Name: "tests' " + d.Name, Cell: d))
            )
            .ToDictionary(p => p.Name, p => p.Cell);

    public static TheoryData<string> Names { get; } = [.. All.Keys];

    public CellCore Cell { get; }

    public SetWeights Weights { get; }

    public SetStep Step { get; }

    /// <summary>All parameters, flat.</summary>
    public double[] Parameters => parameters;

    /// <summary>Units of every state.</summary>
    public int[] StateWidths => [.. Cell.States.Select(s => Cell.Widths[s.Node])];

    /// <summary>Bounds of the inputs.</summary>
    public BoundedInput[] Inputs(double bound) => Cell.Bounded(bound, null);

    /// <summary>Ranges that hold at every step, by intervals; null where there are none.</summary>
    public SetRanges? Ranges(double bound = 1) => BoxRanges.ByIntervals(Step, Inputs(bound));

    /// <summary>Ranges of one step from a box of states.</summary>
    public SetRanges Around(double input, double state)
    {
        double[] hi = [.. Enumerable.Repeat(state, StateWidths.Sum())];
        return BoxRanges.OneStep(Step, Inputs(input), [.. hi.Select(x => -x)], hi);
    }

    /// <summary>The same cell with other parameters.</summary>
    public DrawnCell With(Func<int, double> parameter) => new(Cell, parameter);

    /// <summary>The least rate that the scalar bound or the one unit by unit proves; infinite where there is none.</summary>
    public double OtherRate(CellDescription description, int[] sizes) =>
        new[] { Perturbation.Peak, Perturbation.Energy }.Min(p =>
            description
                .Certify(
                    sizes,
                    new CertificateOptions
                    {
                        Horizon = 2,
                        InputBound = 1,
                        Perturbation = p,
                    },
                    parameters
                )
                .DecayRate
        );

    /// <summary>By step, the values of all signals: inputs, states and what is computed; and the output.</summary>
    public List<(double[][] Signals, double[] Output)> Run(double[] inputs, double[][] initial)
    {
        var steps = new List<(double[][], double[])>();
        double[][] states = initial;
        int t = 0;
        foreach ((Dictionary<int, double[]> computed, double[] output) in new StepExecutor(Cell, parameters).Run(inputs, initial))
        {
            double[][] signals = new double[Step.Widths.Count][];
            int start = t * Cell.InputWidth;
            foreach (int source in Step.Sources.Take(Step.Inputs))
            {
                signals[source] = inputs[start..(start + Step.Widths[source])];
                start += Step.Widths[source];
            }

            for (int k = 0; k < states.Length; k++)
            {
                signals[Step.State(k)] = states[k];
            }

            foreach ((int number, double[] value) in computed)
            {
                signals[number] = value;
            }

            foreach (SetNode node in Step.Nodes.Where(n => n.Number >= Cell.Widths.Count)) // differences of blends
            {
                signals[node.Number] =
                    node.Arguments.Count == 1
                        ? new double[Step.Widths[node.Number]]
                        : [.. signals[node.Arguments[0]].Zip(signals[node.Arguments[1]], (a, b) => a - b)];
            }

            states = [.. Enumerable.Range(0, states.Length).Select(k => signals[Step.Next(k)])];
            steps.Add((signals, output));
            t++;
        }

        return steps;
    }

    /// <summary>A point of the box of states that ranges have at a step: an end of every unit's range, or anything in between.</summary>
    public double[][] Draw(Random random, SetRanges ranges, int t, IEnumerable<int> signals, bool isCorner) =>
        [
            .. signals.Select(s =>
                Enumerable
                    .Range(0, Step.Widths[s])
                    .Select(unit =>
                    {
                        (double lo, double hi) = (ranges.Lower(s, t)[unit], ranges.Upper(s, t)[unit]);
                        return isCorner ? (random.Next(2) == 0 ? lo : hi) : lo + (random.NextDouble() * (hi - lo));
                    })
                    .ToArray()
            ),
        ];

    /// <summary>Signals that are states before the step.</summary>
    public IEnumerable<int> States => Enumerable.Range(0, Cell.States.Count).Select(Step.State);
}
