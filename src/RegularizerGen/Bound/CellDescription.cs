using System.Collections.Generic;
using System.Numerics;
using RegularizerGen.Bounds;
using RegularizerGen.Domains;

namespace RegularizerGen;

/// <summary>
/// A cell seen from outside, without knowing its type: for tools and tests that treat many cells alike. Every cell has one, as its static
/// property <c>Description</c>. Sizes are given in the order of the cell's <c>Shape</c>, parameters flat in the order of its fields.
/// </summary>
public abstract class CellDescription
{
    /// <summary>Name of the class.</summary>
    public abstract string Name { get; }

    /// <summary>Names of the sizes, in the order of the cell's Shape.</summary>
    public abstract IReadOnlyList<string> SizeNames { get; }

    /// <summary>Whether matrices of the bound are computed from weights (transposes, products, blocks of a concatenation): a backend must
    /// then measure through spans.</summary>
    public abstract bool HasDerivedWeights { get; }

    /// <summary>Names of the states.</summary>
    public abstract IReadOnlyList<string> StateNames { get; }

    /// <summary>What every bound and certificate of this cell rests on besides its weights: declarations that were not proved at compile
    /// time, as sentences.</summary>
    public virtual IReadOnlyList<string> Assumptions => [];

    /// <summary>Which size is the input's width.</summary>
    public abstract int InputSize { get; }

    /// <summary>Which size is the output's width.</summary>
    public abstract int OutputSize { get; }

    /// <summary>The derivation of its bound, as text.</summary>
    public abstract string Derivation { get; }

    /// <summary>Number of parameters of a cell of the given sizes.</summary>
    public abstract int ParameterCount(int[] sizes);

    /// <summary>The step of a cell of the given sizes, for the values of any domain.</summary>
    public abstract ICellStep Step(int[] sizes);

    /// <summary>Penalty and gain; adds to the gradient. The regularizer that is returned remembers the steps.</summary>
    public abstract (TikhonovResult Result, TikhonovRegularizer<T> Regularizer) Regularize<T>(
        int[] sizes,
        TikhonovOptions options,
        T[] parameters,
        T[] gradient,
        double strength
    )
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>The bound apart from where the weights live: for backends of other kinds of memory.</summary>
    public abstract CellBound Bound(int[] sizes, TikhonovOptions options);

    /// <summary>Peak penalty and gain by the bound unit by unit; adds to the gradient.</summary>
    public abstract TikhonovResult RegularizeUnitwise<T>(
        int[] sizes,
        TikhonovOptions options,
        T[] parameters,
        T[] gradient,
        double strength
    )
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>Penalty of the stability margin; adds to the gradient.</summary>
    public abstract StabilityResult Stabilize<T>(int[] sizes, StabilityOptions options, T[] parameters, T[] gradient, double strength)
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>The certificate of a cell with the given parameters, for its output or for a read-out [rows, outputs] of it,
    /// flat.</summary>
    public abstract Certificate Certify<T>(int[] sizes, CertificateOptions options, T[] parameters, T[]? readOut = null)
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>Runs sequences [steps, batch, width] from the initial states, state by state [batch, size] (zero without them); returns the
    /// output at every step [steps, batch, width].</summary>
    public abstract T[] Forward<T>(int[] sizes, int steps, int batch, T[] parameters, T[] inputs, T[][]? initial = null)
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>Gradients with respect to inputs and parameters for a gradient of the outputs [steps, batch, width].</summary>
    public abstract (T[] Inputs, T[] Parameters) Backward<T>(
        int[] sizes,
        int steps,
        int batch,
        T[] parameters,
        T[] inputs,
        T[] outputGradient,
        T[][]? initial = null
    )
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>The exact Tikhonov penalty at given inputs [steps, batch, width] from the initial states [batch, size] (zero without them);
    /// adds to the gradient.</summary>
    public abstract JacobianResult PenalizeJacobian<T>(
        int[] sizes,
        int steps,
        int batch,
        JacobianOptions options,
        T[] parameters,
        T[] inputs,
        T[] gradient,
        double strength,
        T[][]? initial = null
    )
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>Measured sensitivity of the last output at every sequence of the inputs [steps, batch, width] from the initial states
    /// [batch, size] (zero without them).</summary>
    public abstract SensitivityReport Sensitivity<T>(int[] sizes, int steps, T[] parameters, T[] inputs, T[][]? initial = null)
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>Runs the step method as written over one sequence [steps, width] from the initial states [size] (zero without them);
    /// returns the output at every step [steps, width].</summary>
    public abstract double[] Execute(int[] sizes, int steps, double[] parameters, double[] inputs, double[][]? initial = null);
}
