using System.Numerics;
using RegularizerGen.Bounds;
using RegularizerGen.Certificates;
using RegularizerGen.Definitions;
using RegularizerGen.Sets;

namespace RegularizerGen;

/// <summary>Penalties and certificates.</summary>
public abstract partial class CellDescription
{
    /// <summary>Penalty and gain; adds to the gradient. The penalty that is returned remembers the steps.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="sizes">The sizes, in the order of the Shape.</param>
    /// <param name="options">What is bounded, and how.</param>
    /// <param name="parameters">All weights, flat, in the order of the fields.</param>
    /// <param name="gradient">Where the gradient is added, flat like the parameters; empty for none.</param>
    /// <param name="strength">λ ≥ 0.</param>
    /// <exception cref="System.ArgumentException">A size, an option, the strength or a weight is out of its range, or an array is of the
    /// wrong length.</exception>
    public (TikhonovResult Result, TikhonovPenalty<T> Regularizer) Regularize<T>(
        int[] sizes,
        TikhonovOptions options,
        T[] parameters,
        T[] gradient,
        double strength
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CellCore cell = Core(sizes, parameters, gradient);
        var penalty = new TikhonovPenalty<T>(cell, options);
        Measure(penalty, cell, parameters, strength);
        penalty.MeasureReadOut(default);
        TikhonovResult result = penalty.Solve(withGradient: true);
        Apply(penalty, cell, parameters, result.GradientOmitted ? [] : gradient);
        return (result, penalty);
    }

    /// <summary>Peak penalty and gain by the bound unit by unit; adds to the gradient.</summary>
    /// <inheritdoc cref="Regularize{T}"/>
    public TikhonovResult RegularizeUnitwise<T>(int[] sizes, TikhonovOptions options, T[] parameters, T[] gradient, double strength)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CellCore cell = Core(sizes, parameters, gradient);
        var penalty = new UnitwisePenalty<T>(cell, options);
        Measure(penalty, cell, parameters, strength);
        penalty.MeasureReadOut(default);
        TikhonovResult result = penalty.Solve(withGradient: true);
        Apply(penalty, cell, parameters, result.GradientOmitted ? [] : gradient);
        return result;
    }

    /// <summary>Penalty of the stability margin; adds to the gradient.</summary>
    /// <inheritdoc cref="Regularize{T}"/>
    public StabilityResult Stabilize<T>(int[] sizes, StabilityOptions options, T[] parameters, T[] gradient, double strength)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        _ = Core(sizes, parameters, gradient);
        return Stabilize(Stability<T>(sizes, options), parameters, gradient, strength);
    }

    /// <summary>The stability margin of cells of the given sizes, to be used again: it may carry what it has found from call to
    /// call.</summary>
    internal StabilityPenalty<T> Stability<T>(int[] sizes, StabilityOptions options)
        where T : unmanaged, IFloatingPointIeee754<T> => new(Core(sizes), options);

    /// <summary>Its penalty at given parameters, as many as the cell has; adds to the gradient, where that is not empty.</summary>
    internal static StabilityResult Stabilize<T>(StabilityPenalty<T> penalty, T[] parameters, T[] gradient, double strength)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Measure(penalty, penalty.Cell, parameters, strength);
        StabilityResult result = penalty.Solve(withGradient: gradient.Length > 0);
        Apply(penalty, penalty.Cell, parameters, result.GradientOmitted ? [] : gradient);
        return result;
    }

    /// <summary>The certificate of a cell with the given parameters, for its output or for a read-out [rows, outputs] of it,
    /// flat.</summary>
    /// <inheritdoc cref="Regularize{T}"/>
    public Certificate Certify<T>(int[] sizes, CertificateOptions options, T[] parameters, T[]? readOut = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CellCore cell = Core(sizes, parameters);
        return Measured(
                cell,
                options,
                parameters,
                readOut is null ? default : new MatrixSpan<T>(readOut, readOut.Length / cell.OutputWidth, cell.OutputWidth)
            )
            .Run();
    }

    /// <summary>The largest bound of the inputs, all in the ratio of those that the options give or the cell declares, at which a cell with
    /// the given parameters is proved to forget its inputs.</summary>
    /// <inheritdoc cref="Regularize{T}"/>
    public ContractiveBound LargestContractiveBound<T>(int[] sizes, CertificateOptions options, T[] parameters)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Measured(Core(sizes, parameters), options, parameters, default).LargestContractiveBound();

    /// <summary>Movements of signals and norms of weights under the options' horizon and input bounds.</summary>
    internal SignalFigures Figures<T>(int[] sizes, CertificateOptions options, T[] parameters)
        where T : unmanaged, IFloatingPointIeee754<T> => Measured(Core(sizes, parameters), options, parameters, default).Signals();

    private static Certifier Measured<T>(CellCore cell, CertificateOptions options, T[] parameters, MatrixSpan<T> readOut)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var certifier = Certifier.Create(cell, options, readOut);
        for (int weight = 0; weight < cell.OwnWeights; weight++)
        {
            certifier.Measure(weight, Slice<T>(cell, parameters, weight));
        }

        return certifier;
    }

    /// <summary>Certificates around nominal sequences [steps, batch, inputs], for the output of a cell with the given parameters or for a
    /// read-out [rows, outputs] of it, flat.</summary>
    /// <inheritdoc cref="Regularize{T}"/>
    public TubeCertificate[] CertifyAround<T>(int[] sizes, int batch, TubeOptions options, T[] parameters, T[] inputs, T[]? readOut = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CellCore cell = Core(sizes, parameters);
        return Tube(cell, parameters, readOut).Run<T>(inputs, batch, options);
    }

    private static void Measure<T>(CellPenalty<T> penalty, CellCore cell, T[] parameters, double strength)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        penalty.Begin(strength);
        for (int weight = 0; weight < cell.OwnWeights; weight++)
        {
            penalty.Measure(weight, Slice<T>(cell, parameters, weight));
        }
    }

    /// <summary>Adds the gradient; nothing where there is none.</summary>
    private static void Apply<T>(CellPenalty<T> penalty, CellCore cell, T[] parameters, T[] gradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int weight = 0; weight < cell.OwnWeights && gradient.Length > 0; weight++)
        {
            penalty.Apply(weight, Slice<T>(cell, parameters, weight), Slice<T>(cell, gradient, weight));
        }
    }
}
