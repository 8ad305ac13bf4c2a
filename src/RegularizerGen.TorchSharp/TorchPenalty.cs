using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace RegularizerGen.TorchSharp;

/// <summary>What penalties on torch parameters share: as a term of a loss, or straight into the gradients.</summary>
/// <remarks>Parameters whose <c>requires_grad</c> is false count in the penalty, but get no gradient.</remarks>
/// <typeparam name="TResult">What an evaluation gives.</typeparam>
public abstract class TorchPenalty<TResult>
    where TResult : struct
{
    private readonly ParameterSet parameters;

    private protected TorchPenalty(ParameterSet parameters) => this.parameters = parameters;

    /// <summary>What the last call gave.</summary>
    public TResult LastResult { get; private set; }

    /// <summary>The penalty as a scalar tensor on the parameters' device; its backward pass adds the exact gradient to the parameters'
    /// gradients.</summary>
    /// <remarks>
    /// The gradient is computed here and kept by the graph, which frees it in <c>backward</c>; without a graph (under <c>no_grad</c>) it is
    /// not computed.
    /// </remarks>
    /// <param name="strength">λ ≥ 0; with 1 the tensor can be scaled like any other.</param>
    /// <exception cref="ArgumentException">The strength is out of range, or a weight is not finite.</exception>
    /// <exception cref="InvalidOperationException">The module drops units between its layers: call its <c>eval()</c> before.</exception>
    public Tensor Penalty(double strength = 1)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] found = Find(strength);
        Tensor[] trained = is_grad_enabled() ? Array.FindAll(found, p => p.requires_grad) : [];
        KnownGradient? known = trained.Length == 0 ? null : new KnownGradient(trained, DeviceBackend.Wide(found[0].dtype));
        LastResult = Checked(strength, found, known is null ? null : Array.ConvertAll(found, known.Of));
        Tensor value = tensor(PenaltyOf(LastResult), dtype: DeviceBackend.Wide(found[0].dtype), device: found[0].device);
        return (known is null ? value : known.Attach(value)).MoveToOuterDisposeScope();
    }

    /// <summary>Adds the exact gradient to the parameters' gradients without a graph; after <c>loss.backward()</c>, or before the
    /// optimizer's step in any order.</summary>
    /// <param name="strength">λ ≥ 0.</param>
    /// <exception cref="ArgumentException">The strength is out of range, or a weight is not finite; nothing is written then.</exception>
    /// <exception cref="InvalidOperationException">The module drops units between its layers: call its <c>eval()</c> before.</exception>
    public TResult AddGradient(double strength)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor[] found = Find(strength);
        var fresh = new List<Tensor>();
        try
        {
            return LastResult = Checked(strength, found, Array.ConvertAll(found, Gradient));
        }
        catch (ArgumentException)
        {
            // A parameter without gradient is not one with a zero gradient: optimizers skip only the former.
            fresh.ForEach(p => p.grad = null);
            throw;
        }

        Tensor? Gradient(Tensor parameter)
        {
            if (!parameter.requires_grad)
            {
                return null;
            }

            if (parameter.grad is { } gradient)
            {
                return gradient;
            }

            Tensor zero = zeros_like(parameter);
            parameter.grad = zero;
            fresh.Add(parameter);
            return zero;
        }
    }

    /// <summary>The result for λ = 1, without gradient.</summary>
    /// <exception cref="ArgumentException">A weight is not finite.</exception>
    /// <exception cref="InvalidOperationException">The module drops units between its layers: call its <c>eval()</c> before.</exception>
    public TResult Evaluate() => LastResult = Checked(1, Find(1), null);

    /// <summary>Evaluates; adds to the gradients, where there are any.</summary>
    private protected abstract TResult Run(double strength, Tensor[] tensors, Tensor?[]? gradients);

    /// <summary>The penalty in a result.</summary>
    private protected abstract double PenaltyOf(TResult result);

    /// <summary>Called before the parameters are read.</summary>
    private protected virtual void RequireUsable() { }

    private Tensor[] Find(double strength)
    {
        RequireUsable();
        ShapeCheck.RequireStrength(strength);
        return parameters.Find();
    }

    /// <summary>A weight that is not finite is named as torch names it, not as the cell does.</summary>
    private TResult Checked(double strength, Tensor[] tensors, Tensor?[]? gradients)
    {
        try
        {
            return Run(strength, tensors, gradients);
        }
        catch (ArgumentException)
        {
            parameters.RequireFinite(tensors);
            throw;
        }
    }
}
