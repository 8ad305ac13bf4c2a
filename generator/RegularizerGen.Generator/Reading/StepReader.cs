using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>
/// Reads the statements of the step, and of the helpers that it calls, in order; expressions are read by <see cref="ExpressionReader"/>.
/// </summary>
internal sealed class StepReader
{
    private readonly ModelBuilder builder;
    private readonly INamedTypeSymbol cell;
    private readonly Compilation compilation;
    private readonly CancellationToken cancellation;
    private readonly ExpressionReader expressions;
    private readonly MethodBodies bodies;
    private readonly ReadingBudget budget;
    private readonly Recovery recovery;
    private readonly List<IMethodSymbol> active = [];
    private readonly HashSet<ISymbol> assigned = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, UserActivation> activations = new(SymbolEqualityComparer.Default);
    private bool hasFormulas;

    public StepReader(
        ModelBuilder builder,
        INamedTypeSymbol cell,
        Compilation compilation,
        WeightUse weights,
        Recovery recovery,
        CancellationToken cancellation
    )
    {
        this.builder = builder;
        Sizes = new SharedSizes(builder);
        this.cell = cell;
        this.compilation = compilation;
        this.recovery = recovery;
        this.cancellation = cancellation;
        budget = new ReadingBudget(cell.Name, builder, cancellation);
        bodies = new MethodBodies(compilation, budget, recovery, cancellation);
        expressions = new ExpressionReader(this, builder, weights, Sizes, budget);
    }

    /// <summary>What the outermost method returns, as it is written.</summary>
    public IOperation? Returned { get; private set; }

    /// <summary>What makes sizes equal.</summary>
    public SharedSizes Sizes { get; }

    /// <summary>What is to be said of a cell that can be read.</summary>
    public List<Diagnostic> Notes { get; } = [];

    /// <summary>The files of which bodies were read; null where formulas of the user's own were, too, which may lead anywhere.</summary>
    public IReadOnlyCollection<SyntaxTree>? Trees => hasFormulas ? null : bodies.Trees;

    /// <summary>Whether a local or parameter was assigned (not only declared).</summary>
    public bool IsAssigned(ISymbol symbol) => assigned.Contains(symbol);

    /// <summary>The part of a partial method that has the body; any other method itself.</summary>
    public static IMethodSymbol BodyOf(IMethodSymbol method) => method.PartialImplementationPart ?? method;

    /// <summary>Whether the source of a method is part of this project.</summary>
    public bool HasSource(IMethodSymbol method) =>
        method.DeclaringSyntaxReferences.Length > 0
        && method.DeclaringSyntaxReferences.All(r => compilation.ContainsSyntaxTree(r.SyntaxTree));

    /// <summary>Refuses a method of the cell, or of a class around it, by other type arguments than its own.</summary>
    public void RequireOwnTypes(IInvocationOperation call) => TypeArguments.Require(call, cell);

    /// <summary>The value that a method (the part with the body) returns for the given parameters.</summary>
    public Value Run(IMethodSymbol method, Dictionary<ISymbol, Value> scope)
    {
        cancellation.ThrowIfCancellationRequested();
        IOperation body = bodies.Of(method);
        if (active.Contains(method, SymbolEqualityComparer.Default))
        {
            throw UnreadableException.At(CellDiagnostics.Recursion, method.Locations[0], method.Name);
        }

        active.Add(method);
        Value? returned;
        try
        {
            returned = RunBlock(body, scope);
        }
        finally
        {
            active.RemoveAt(active.Count - 1); // after a mistake, too: reading goes on
        }

        if (active.Count == 0 && returned is not null)
        {
            budget.CheckReturned(returned, Returned ?? body);
        }

        return returned is null ? throw new UnreadableException(null) : expressions.Fit(method.ReturnType, returned, body);
    }

    /// <summary>Assigns to a local or parameter of the method that is being read.</summary>
    public Value Assign(ISymbol symbol, ITypeSymbol type, Value value, IOperation target, Dictionary<ISymbol, Value> scope)
    {
        if (!SymbolEqualityComparer.Default.Equals(symbol.ContainingSymbol.OriginalDefinition, active[active.Count - 1].OriginalDefinition))
        {
            throw Refusal.Captured(target, symbol);
        }

        assigned.Add(symbol);
        Value fitted = expressions.Fit(type, value, target);
        Bind(symbol, fitted, scope);
        return fitted;
    }

    /// <summary>
    /// The user's own activation that an argument of Map names; what cannot be decided of its declarations is noted once.
    /// </summary>
    public UserActivation ActivationOf(IOperation function)
    {
        hasFormulas = true;
        (IMethodSymbol method, AttributeData mark) = FormulaReader.MethodOf(function);
        if (!activations.TryGetValue(method, out UserActivation? activation))
        {
            activation = new ActivationReader(method, mark, cell, compilation).Read(Notes);
            activations.Add(method, activation);
        }

        return activation;
    }

    private void Bind(ISymbol symbol, Value value, Dictionary<ISymbol, Value> scope)
    {
        scope[symbol] = value;
        if (value is SignalValue signal && symbol is ILocalSymbol)
        {
            builder.Name(signal.Node, symbol.Name);
        }
    }

    private Value? RunBlock(IOperation body, Dictionary<ISymbol, Value> scope)
    {
        IEnumerable<IOperation> statements = body is IBlockOperation block ? block.Operations : new[] { body }.AsEnumerable();
        foreach (IOperation statement in statements)
        {
            cancellation.ThrowIfCancellationRequested();
            Value? returned;
            try
            {
                returned = RunStatement(statement, scope);
            }
            catch (UnreadableException mistake) when (!recovery.IsSearching)
            {
                budget.CountMistake(statement);
                returned = recovery.After(mistake, statement, active[active.Count - 1].ReturnType, scope, expressions);
            }

            if (returned is not null)
            {
                return returned;
            }
        }

        return null;
    }

    /// <summary>What a statement returns; null if it goes on.</summary>
    private Value? RunStatement(IOperation statement, Dictionary<ISymbol, Value> scope)
    {
        switch (statement)
        {
            case IReturnOperation { Kind: OperationKind.Return, ReturnedValue: { } value }:
                Returned = active.Count == 1 ? value : Returned;
                return expressions.Read(value, scope);
            case IBlockOperation inner:
                return RunBlock(inner, scope);
            case IEmptyOperation or ILocalFunctionOperation:
                return null;
            case IVariableDeclarationGroupOperation group:
                Declare(group, scope);
                return null;
            case IExpressionStatementOperation { Operation: IAssignmentOperation assignment }:
                expressions.Read(assignment, scope);
                return null;
            default:
                throw Refusal.Of(statement);
        }
    }

    private void Declare(IVariableDeclarationGroupOperation group, Dictionary<ISymbol, Value> scope)
    {
        foreach (IVariableDeclaratorOperation declarator in group.Declarations.SelectMany(d => d.Declarators))
        {
            IOperation? value = (declarator.Initializer ?? (declarator.Parent as IVariableDeclarationOperation)?.Initializer)?.Value;
            if (value is null || declarator.Symbol.IsConst)
            {
                continue;
            }

            if (declarator.Symbol.RefKind != RefKind.None)
            {
                throw Refusal.Reference(declarator, declarator.Symbol.Name);
            }

            Bind(declarator.Symbol, expressions.Fit(declarator.Symbol.Type, expressions.Read(value, scope), value), scope);
        }
    }
}
