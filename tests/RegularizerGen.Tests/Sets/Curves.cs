using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Domains;
using RegularizerGen.Numbers;
using RegularizerGen.Sets;
using RegularizerGen.Sets.Relaxations;

namespace RegularizerGen.Tests.Sets;

/// <summary>A scalar function with what relaxations say of it.</summary>
internal interface ICurve
{
    ActivationFacts Facts { get; }

    Enclosure Value(double point);

    Enclosure Slope(double point);

    Enclosure Range(double lower, double upper);

    Enclosure Slopes(double lower, double upper);

    LinearBounds Bounds(double lower, double upper);
}

/// <summary>Collects the activations of cells, by walking their steps.</summary>
internal sealed class Curves : IStepDomain<int>
{
    private readonly Dictionary<string, ICurve> found = [];

    /// <summary>Every activation of the cells that are compiled into this assembly.</summary>
    public static IReadOnlyDictionary<string, ICurve> All { get; } =
        Of(
            ManyActivations.Description,
            DeclaredActivation.Description,
            BentActivations.Description,
            GruResetAfter.Description,
            ReluElman.Description
        );

    public int Sum(int node, ReadOnlySpan<Term<int>> terms) => node;

    public int Product(int node, int u, int v) => node;

    public int Blend(int node, int z, int a, int b, bool isGate) => node;

    public int Apply<TActivation>(int node, int v)
        where TActivation : IActivation
    {
        found.TryAdd(TActivation.Facts.Name + (TActivation.Facts.IsOpaque ? " (opaque)" : string.Empty), new Curve<TActivation>());
        return node;
    }

    private static Dictionary<string, ICurve> Of(params CellDescription[] cells)
    {
        var curves = new Curves();
        foreach (CellDescription cell in cells)
        {
            ICellStep step = cell.Step([.. cell.SizeNames.Select(_ => 1)]);
            int[] sources = new int[step.Inputs.Count + step.States.Count];
            step.Run<Curves, int>(curves, sources, new int[step.States.Count + 1]);
        }

        return curves.found;
    }

    private sealed class Curve<TActivation> : ICurve
        where TActivation : IActivation
    {
        public ActivationFacts Facts => TActivation.Facts;

        public Enclosure Value(double point) => RegularizerGen.Sets.Relaxations.Curve<TActivation>.Value(point);

        public Enclosure Slope(double point) => RegularizerGen.Sets.Relaxations.Curve<TActivation>.Slopes(point, point);

        public Enclosure Range(double lower, double upper) => CurveRelaxation<TActivation>.Range(lower, upper);

        public Enclosure Slopes(double lower, double upper) => CurveRelaxation<TActivation>.Slopes(new Enclosure(lower, upper));

        public LinearBounds Bounds(double lower, double upper)
        {
            var bounds = new LinearBounds(1, 1);
            CurveRelaxation<TActivation>.Find(lower, upper, bounds, 0);
            return bounds;
        }
    }
}
