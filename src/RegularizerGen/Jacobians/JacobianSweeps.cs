using System;
using System.Numerics;
using System.Numerics.Tensors;
using RegularizerGen.Kernels;
using RegularizerGen.Passes;
using RegularizerGen.Weights;

namespace RegularizerGen.Jacobians;

/// <summary>
/// The exact Tikhonov penalty λ·mean‖∂y/∂(x_1..x_T)‖_F² on given inputs, and its exact gradient: what small input noise adds to a squared
/// loss, to second order (Bishop 1995).
/// </summary>
/// <remarks>One instance per thread: it owns its scratch memory, besides that of the unrolled cell whose last forward pass it works on.
/// Calls allocate nothing.</remarks>
/// <typeparam name="T">float or double.</typeparam>
// What the penalties of all cells share; the documentation is what generated classes inherit. For one direction e of the outputs, a reverse
// pass gives v = Jᵀe, the derivatives of e·y with respect to all inputs, times the scales of their disturbances; the penalty is the mean
// over the batch of ‖v‖², summed over directions. Since ‖v‖², the scales squared in v, is the tangent of e·y along v, its gradient with v
// held is half of the whole gradient: a tangent pass along v, then a reverse pass over both. Here are directions, read-out and sums.
public partial class JacobianSweeps<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly UnrolledCell<T> unrolled;
    private readonly PassPlan<T> plan;
    private readonly Signals<T> tangents; // along v
    private readonly Adjoints<T> ofTangents; // in the reverse pass, which are those of the tangents in the pass over both
    private readonly Adjoints<T> adjoints; // in the pass over both
    private readonly WeightMemory<T> gradients; // of the call in progress
    private readonly int steps;
    private readonly int batch;
    private readonly int outputs;
    private readonly int rows;
    private readonly T[] outputGradient;
    private readonly T[][] inputGradients; // per input, [steps, batch, width]
    private readonly T[] signs;
    private readonly T[] readOutGradient; // of the call in progress, [rows, outputs]
    private Random random;
    private double strength;
    private double meanSquare;
    private bool isBeyond; // some derivative exceeds the range of the element type

    /// <summary>Reserves memory, besides that of the unrolled cell whose last forward pass it works on.</summary>
    /// <param name="unrolled">The unrolled cell.</param>
    /// <param name="options">Options; validated here.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or the memory needed is too large.</exception>
    protected internal JacobianSweeps(UnrolledCell<T> unrolled, JacobianOptions options)
    {
        ArgumentNullException.ThrowIfNull(unrolled);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        Options = options;
        this.unrolled = unrolled;
        plan = unrolled.Plan;
        (steps, batch, outputs) = (plan.Steps, plan.Batch, plan.Cell.OutputWidth);
        rows = options.ReadOutRows > 0 ? options.ReadOutRows : outputs;
        Sweeps =
            options.Directions > 0 ? options.Directions
            : options.Outputs == PenalizedOutputs.EveryStep ? Sizes.Length<T>("Sweeps [steps, rows]", steps, rows)
            : rows;
        outputGradient = Sizes.Allocate<T>("Output gradient [steps, batch, outputs]", steps, batch, outputs);
        inputGradients = PackedInputs.Allocate<T>(plan.Cell, steps, batch);
        signs =
            options.Directions > 0 && options.ReadOutRows > 0
                ? Sizes.Allocate<T>("Random signs [steps, batch, rows]", steps, batch, rows)
                : [];
        readOutGradient = Sizes.Allocate<T>("Read-out gradient [rows, outputs]", options.ReadOutRows, outputs);
        random = new Random(options.Seed);
        tangents = plan.Signals("Tangent", inputGradients);
        ofTangents = new Adjoints<T>(plan, everything: true) { WantsInputs = true };
        adjoints = new Adjoints<T>(plan, everything: false, unrolled.Adjoints);
        gradients = new WeightMemory<T>(plan.Cell);
    }

    /// <summary>The options that this penalty was created with.</summary>
    public JacobianOptions Options { get; }

    /// <summary>Number of sweeps (each a reverse pass, a tangent pass and a reverse pass over both) that a call takes.</summary>
    public int Sweeps { get; }

    /// <summary>Begins the sequence of random directions anew, with the seed of the options or another one. Allocates.</summary>
    /// <param name="seed">Seed of the random directions.</param>
    public void Restart(int? seed = null) => random = new Random(seed ?? Options.Seed);

    /// <summary>Checks strength and read-out; starts the sums.</summary>
    /// <exception cref="ArgumentException">The strength is out of range, the read-out has the wrong shape, or an entry of it is not
    /// finite.</exception>
    private void Begin(double strength, MatrixSpan<T> readOut)
    {
        ShapeCheck.RequireStrength(strength);
        RequireReadOut(readOut, "weight");
        FiniteCheck.Require(readOut, nameof(readOut));
        this.strength = strength;
        meanSquare = 0;
        isBeyond = false;
        Array.Clear(readOutGradient);
    }

    /// <summary>Checks the shape of the read-out or of its gradient before anything is written.</summary>
    /// <exception cref="ArgumentException">It is not what the options say.</exception>
    private void RequireReadOut(MatrixSpan<T> readOut, string role)
    {
        if (Options.ReadOutRows == 0 && readOut.Rows > 0)
        {
            throw new ArgumentException(
                $"A read-out was given, but {nameof(JacobianOptions)}.{nameof(JacobianOptions.ReadOutRows)} is 0.",
                nameof(readOut)
            );
        }

        if (Options.ReadOutRows > 0)
        {
            ShapeCheck.Require(readOut, rows, outputs, role, nameof(readOut));
        }
    }

    /// <summary>Sets the output gradient of one sweep: a row of the read-out, a unit vector, or random signs. Returns the number of steps
    /// that it reaches over.</summary>
    private int BeginSweep(int sweep, MatrixSpan<T> readOut)
    {
        outputGradient.AsSpan().Clear();
        if (Options.Directions > 0)
        {
            RandomDirection(readOut);
            return steps;
        }

        int step = Options.Outputs == PenalizedOutputs.EveryStep ? sweep / rows : steps - 1;
        SetRow(step, sweep % rows, readOut);
        return step + 1;
    }

    /// <summary>Sets the output gradient to one output after the last step.</summary>
    private void BeginRow(int row, MatrixSpan<T> readOut)
    {
        outputGradient.AsSpan().Clear();
        SetRow(steps - 1, row, readOut);
    }

    /// <summary>Adds ‖v‖² to the sum and scales v for the gradient. False where there is no gradient to compute: none is asked for, or it
    /// is beyond the range of the element type.</summary>
    private bool EndReverse(int reach)
    {
        double squares = 0;
        double weight = 1.0 / batch / Math.Max(1, Options.Directions);
        for (int input = 0; input < inputGradients.Length; input++)
        {
            double scale = plan.Cell.Inputs[input].Scale;
            Span<T> v = inputGradients[input].AsSpan(0, inputGradients[input].Length / steps * reach);
            for (int k = 0; scale > 0 && k < v.Length; k++)
            {
                double entry = scale * double.CreateTruncating(v[k]);
                squares += entry * entry;
            }

            if (scale == 0)
            {
                v.Clear(); // known exactly: no derivative counts, however large
            }

            TensorPrimitives.Multiply(v, T.CreateTruncating(2 * strength * weight * scale * scale), v);
        }

        isBeyond |= !double.IsFinite(squares);
        meanSquare = double.IsFinite(squares) ? meanSquare + (weight * squares) : double.PositiveInfinity;
        return strength > 0 && !isBeyond;
    }

    /// <summary>Adds the gradient of the read-out: e times the tangent of the output signal.</summary>
    /// <param name="sweep">Number of the sweep.</param>
    /// <param name="tangents">Tangents of the output signal at every step that the sweep reaches over, [steps, batch, outputs].</param>
    private void AddReadOutGradient(int sweep, ReadOnlySpan<T> tangents)
    {
        if (Options.ReadOutRows == 0)
        {
            return;
        }

        int reach = tangents.Length / batch / outputs;
        for (int step = Options.Directions > 0 && Options.Outputs == PenalizedOutputs.EveryStep ? 0 : reach - 1; step < reach; step++)
        {
            for (int sample = 0; sample < batch; sample++)
            {
                ReadOnlySpan<T> tangent = tangents.Slice(((step * batch) + sample) * outputs, outputs);
                for (int row = 0; row < rows; row++)
                {
                    T sign =
                        Options.Directions > 0 ? signs[(((step * batch) + sample) * rows) + row]
                        : row == sweep % rows ? T.One
                        : T.Zero;
                    if (sign != T.Zero)
                    {
                        TensorPrimitives.MultiplyAdd(tangent, sign, RowOf(row), RowOf(row));
                    }
                }
            }
        }
    }

    /// <summary>Whether all of this call's gradient is finite: that of the weights and that of the read-out.</summary>
    private bool CanAdd() => !isBeyond && GradientStage.IsFinite<T>(gradients.Own) && GradientStage.IsFinite<T>(readOutGradient);

    /// <summary>Adds the gradient of the read-out.</summary>
    private void ApplyReadOut(MatrixSpan<T> gradient)
    {
        if (Options.ReadOutRows > 0)
        {
            GradientStage.Add(new MatrixSpan<T>(readOutGradient, rows, outputs), gradient);
        }
    }

    /// <summary>Penalty and mean square of this call.</summary>
    private JacobianResult Result(bool isOmitted = false) =>
        new(strength == 0 ? 0 : strength * meanSquare, meanSquare) { GradientOmitted = isOmitted };

    /// <summary>Signs of their own for every sample, penalized step and output: E[e eᵀ] = I, so E‖Jᵀe‖² = ‖J‖_F².</summary>
    private void RandomDirection(MatrixSpan<T> readOut)
    {
        for (int step = Options.Outputs == PenalizedOutputs.EveryStep ? 0 : steps - 1; step < steps; step++)
        {
            for (int sample = 0; sample < batch; sample++)
            {
                Span<T> output = OutputAt(step, sample);
                if (Options.ReadOutRows == 0)
                {
                    FillWithSigns(output);
                    continue;
                }

                Span<T> drawn = signs.AsSpan(((step * batch) + sample) * rows, rows);
                FillWithSigns(drawn);
                for (int row = 0; row < rows; row++)
                {
                    AddRow(readOut, row, drawn[row], output);
                }
            }
        }
    }

    private void FillWithSigns(Span<T> target)
    {
        const int BitsPerDraw = 62;
        for (int start = 0; start < target.Length; start += BitsPerDraw)
        {
            long bits = random.NextInt64();
            foreach (ref T sign in target.Slice(start, Math.Min(BitsPerDraw, target.Length - start)))
            {
                sign = (bits & 1) == 0 ? T.One : -T.One;
                bits >>= 1;
            }
        }
    }

    private void SetRow(int step, int row, MatrixSpan<T> readOut)
    {
        for (int sample = 0; sample < batch; sample++)
        {
            AddRow(readOut, row, T.One, OutputAt(step, sample));
        }
    }

    private Span<T> OutputAt(int step, int sample) => outputGradient.AsSpan(((step * batch) + sample) * outputs, outputs);

    private void AddRow(MatrixSpan<T> readOut, int row, T sign, Span<T> target)
    {
        if (Options.ReadOutRows == 0)
        {
            target[row] = sign;
            return;
        }

        for (int k = 0; k < target.Length; k++)
        {
            target[k] += sign * readOut[row, k];
        }
    }

    private Span<T> RowOf(int row) => readOutGradient.AsSpan(row * outputs, outputs);
}
