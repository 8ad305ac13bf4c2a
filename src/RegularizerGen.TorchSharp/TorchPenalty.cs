using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;

namespace RegularizerGen.TorchSharp;

/// <summary>What penalties on torch parameters share: as a term of a loss, or straight into the gradients.</summary>
/// <typeparam name="TResult">What an evaluation gives.</typeparam>
public abstract class TorchPenalty<TResult> : IPenaltySource
    where TResult : struct
{
    private readonly ParameterSet parameters;

    private protected TorchPenalty(ParameterSet parameters) => this.parameters = parameters;

    /// <summary>What the last call gave.</summary>
    public TResult LastResult { get; private set; }

    /// <summary>The penalty as a scalar tensor on the parameters' device; its backward pass adds the exact gradient to the parameters' gradients.</summary>
    /// <param name="strength">λ ≥ 0; with 1 the tensor can be scaled like any other.</param>
    /// <exception cref="ArgumentException">The strength is out of range, or a weight is not finite.</exception>
    public Tensor Penalty(double strength = 1) => PenaltyFunction.apply([this, strength, .. parameters.Find()]);

    /// <summary>Adds the exact gradient to the parameters' gradients without a graph; after <c>loss.backward()</c>, or before the optimizer's step in any order.</summary>
    /// <param name="strength">λ ≥ 0.</param>
    /// <exception cref="ArgumentException">The strength is out of range, or a weight is not finite; nothing is written then.</exception>
    public TResult AddGradient(double strength)
    {
        using IDisposable noGradient = no_grad();
        Tensor[] found = parameters.Find();
        Tensor[] fresh = [.. found.Where(p => p.grad is null)];
        try
        {
            return LastResult = Run(strength, found, [.. found.Select(Gradient)]);
        }
        catch (ArgumentException)
        {
            // A parameter without gradient is not one with a zero gradient: optimizers skip only the former.
            foreach (Tensor parameter in fresh)
            {
                parameter.grad = null;
            }

            throw;
        }
    }

    /// <summary>The result for λ = 1, without gradient.</summary>
    /// <exception cref="ArgumentException">A weight is not finite.</exception>
    public TResult Evaluate() => LastResult = Run(1, parameters.Find(), null);

    /// <summary>Evaluates; adds to the gradients, where there are any.</summary>
    private protected abstract TResult Run(double strength, Tensor[] tensors, Tensor[]? gradients);

    /// <summary>The penalty in a result.</summary>
    private protected abstract double PenaltyOf(TResult result);

    (double Penalty, List<Tensor> Gradients) IPenaltySource.Compute(double strength, Tensor[] tensors)
    {
        List<Tensor> gradients = [.. tensors.Select(t => zeros_like(t, dtype: DeviceBackend.Wide(t.dtype)).DetachFromDisposeScope())];
        LastResult = Run(strength, tensors, [.. gradients]);
        return (PenaltyOf(LastResult), gradients);
    }

    private static Tensor Gradient(Tensor parameter)
    {
        if (parameter.grad is { } gradient)
        {
            return gradient;
        }

        parameter.grad = zeros_like(parameter);
        return parameter.grad!;
    }
}

/// <summary>What the autograd function needs of a penalty.</summary>
internal interface IPenaltySource
{
    /// <summary>The penalty, and its gradient for each tensor.</summary>
    (double Penalty, List<Tensor> Gradients) Compute(double strength, Tensor[] tensors);
}

/// <summary>A node of torch's graph: the gradient is known together with the value.</summary>
internal sealed class PenaltyFunction : autograd.SingleTensorFunction<PenaltyFunction>
{
    private const string Key = "gradients";

    public override string Name => "TikhonovPenalty";

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        Tensor[] tensors = [.. vars.OfType<Tensor>()];
        (double penalty, List<Tensor> gradients) = ((IPenaltySource)vars[0]).Compute((double)vars[1], tensors);
        ctx.save_data(Key, gradients);
        return tensor(penalty, dtype: DeviceBackend.Wide(tensors[0].dtype), device: tensors[0].device);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var gradients = (List<Tensor>)ctx.get_data(Key);

        // One per argument of the forward pass: the first two are no tensors. Where reading the factor costs no synchronization, a factor of 1 costs nothing.
        bool isOne = grad_output.device_type == DeviceType.CPU && grad_output.to_type(ScalarType.Float64).item<double>() == 1;
        return [null!, null!, .. gradients.Select(g => isOne ? g : g * grad_output.to_type(g.dtype))];
    }
}
