using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RegularizerGen.Derivation;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Generator;

/// <summary>Reads calls: functions of CellMath, and helpers with source that run on this cell or on none.</summary>
internal sealed class CallReader(
    StepReader step,
    ModelBuilder builder,
    ExpressionReader expressions,
    OperatorReader operators,
    ReadingBudget budget
)
{
    private readonly CallMemo memo = new();

    public Value Read(IInvocationOperation call, Dictionary<ISymbol, Value> scope)
    {
        IMethodSymbol method = call.TargetMethod;
        // A class of this name in the user's own project hides ours: it is read as any helper.
        if (method.ContainingType?.ToDisplayString() == KnownNames.CellMath && !step.HasSource(method))
        {
            return method.Name == "Concat" ? Concatenate(call, scope) : new SignalValue(Activation(call, scope));
        }

        if (StepTypes.IsOne(method.ContainingType) && !step.HasSource(method))
        {
            throw Refusal.Member(call, method.Name);
        }

        if (
            !step.HasSource(method)
            || method.IsExtern
            || method.MethodKind is MethodKind.DelegateInvoke or MethodKind.FunctionPointerSignature
        )
        {
            throw UnreadableException.At(CellDiagnostics.NoSource, call.Syntax.GetLocation(), method.Name);
        }

        if (method.IsAbstract || (method.IsStatic && method.IsVirtual) || (call.IsVirtual && (method.IsVirtual || method.IsOverride)))
        {
            throw Refusal.Of(call, $"The virtual method '{method.Name}'", "what it does is known only at run time; make it private");
        }

        if (!ExpressionReader.IsThis(call.Instance))
        {
            throw Refusal.OtherInstance(call, method);
        }

        if (method.ReturnsByRef || method.ReturnsByRefReadonly)
        {
            throw Refusal.Reference(call, method.Name);
        }

        step.RequireOwnTypes(call);
        Value[] values = [.. call.Arguments.Select(a => ReadArgument(a, scope))];

        // A local function sees the locals around it, as they are when all arguments have been evaluated; a method sees its parameters only.
        // A partial method is read by the parameters of its body.
        IMethodSymbol body = StepReader.BodyOf(method.OriginalDefinition);
        Dictionary<ISymbol, Value> inner = Around(body, scope);
        budget.CountValues(call, inner.Count);
        foreach ((IArgumentOperation argument, Value value) in call.Arguments.Zip(values, (a, v) => (a, v)))
        {
            IParameterSymbol own = body.Parameters[argument.Parameter!.Ordinal];
            // What is passed by reference is what the variable holds then, whichever argument assigned to it.
            Value passed = IsVariable(argument) ? expressions.Read(argument.Value, scope) : value;
            inner[own] = expressions.Fit(own.Type, passed, argument.Value);
        }

        return memo.Of(body, inner, step.Run);
    }

    private Value ReadArgument(IArgumentOperation argument, Dictionary<ISymbol, Value> scope) =>
        argument.Parameter is { RefKind: RefKind.None or RefKind.In }
            ? expressions.Read(argument.Value, scope)
            : throw Refusal.Of(argument, "A ref or out argument", "return the values as a tuple");

    /// <summary>Whether an argument is a variable, or an element of one, that is passed by reference.</summary>
    private static bool IsVariable(IArgumentOperation argument)
    {
        IOperation passed = argument.Value;
        while (passed is IFieldReferenceOperation { Instance: { } whole })
        {
            passed = whole;
        }

        return argument.Parameter is { RefKind: RefKind.In } && passed is ILocalReferenceOperation or IParameterReferenceOperation;
    }

    /// <summary>What a method sees of the locals and parameters where it is called: those of the methods that it is local to.</summary>
    private static Dictionary<ISymbol, Value> Around(IMethodSymbol method, Dictionary<ISymbol, Value> scope)
    {
        var visible = new Dictionary<ISymbol, Value>(SymbolEqualityComparer.Default);
        if (method.MethodKind == MethodKind.LocalFunction)
        {
            var around = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
            for (ISymbol? outer = method.ContainingSymbol; outer is IMethodSymbol; outer = outer.ContainingSymbol)
            {
                around.Add(outer.OriginalDefinition);
            }

            foreach (KeyValuePair<ISymbol, Value> local in scope.Where(v => around.Contains(v.Key.ContainingSymbol.OriginalDefinition)))
            {
                visible.Add(local.Key, local.Value);
            }
        }

        return visible;
    }

    private Value Concatenate(IInvocationOperation call, Dictionary<ISymbol, Value> scope)
    {
        IEnumerable<IOperation> parts = call.Arguments is [{ Value: IArrayCreationOperation { Initializer: { } list } }]
            ? list.ElementValues
            : throw Refusal.Of(call);
        int[] signals = [.. parts.Select(p => operators.Signal(expressions.Read(p, scope), p))];
        return signals.Length switch
        {
            0 => throw Refusal.Of(call, "A concatenation of nothing", "name the signals that stand one below the other"),
            1 => new SignalValue(signals[0]),
            _ => new ConcatenationValue(signals.ToEquatableArray()),
        };
    }

    /// <summary>
    /// A function of CellMath, with its constants; or a user's own, by name. Arguments are read in the order in which they are evaluated.
    /// </summary>
    private int Activation(IInvocationOperation call, Dictionary<ISymbol, Value> scope)
    {
        bool isMap = call.TargetMethod.Name == OperatorTable.Map.Name && call.Arguments.Length == 2;
        Dictionary<int, IOperation> arguments = call.Arguments.ToDictionary(a => a.Parameter?.Ordinal ?? 0, a => a.Value);
        Dictionary<int, Value> values = call
            .Arguments.Where(a => !isMap || a.Parameter?.Ordinal == 1)
            .ToDictionary(a => a.Parameter?.Ordinal ?? 0, a => expressions.Read(a.Value, scope));
        if (isMap)
        {
            return builder.Apply(OperatorTable.Map, operators.Signal(values[1], call), user: step.ActivationOf(arguments[0]));
        }

        if (call.TargetMethod.Name == nameof(System.Math.Exp))
        {
            throw UnreadableException.At(
                CellDiagnostics.Unbounded,
                call.Syntax.GetLocation(),
                $"The exponential {Refusal.Quoted(call)}",
                "its slope grows without limit. Use Sigmoid or Softplus instead"
            );
        }

        ActivationOperator activation = OperatorTable.FindActivation(call.TargetMethod.Name) ?? throw Refusal.Of(call);
        Rational parameter =
            arguments.Count < 2 ? 0
            : values[1] is NumberValue number ? number.Number
            : throw Refusal.Of(call);
        if (parameter.Sign < 0 && !activation.AllowsNegativeParameter)
        {
            throw Refusal.Of(arguments[1], $"A negative constant of {activation.Name}", "its bound is known for constants of at least 0");
        }

        return builder.Apply(activation, operators.Signal(values[0], call), parameter);
    }
}
