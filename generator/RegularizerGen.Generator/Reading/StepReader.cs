using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>Reads the statements of the step, and of the helpers that it calls, in order; expressions are read by <see cref="ExpressionReader"/>.</summary>
internal sealed class StepReader
{
    private readonly Compilation compilation;
    private readonly CancellationToken cancellation;
    private readonly ExpressionReader expressions;
    private readonly List<IMethodSymbol> active = [];

    public StepReader(ModelBuilder builder, INamedTypeSymbol cell, Compilation compilation, Dictionary<ISymbol, Value> weights, CancellationToken cancellation)
    {
        this.compilation = compilation;
        this.cancellation = cancellation;
        Builder = builder;
        Cell = cell;
        expressions = new ExpressionReader(this, builder, weights);
    }

    public ModelBuilder Builder { get; }

    /// <summary>The cell, within which generated code stands.</summary>
    public INamedTypeSymbol Cell { get; }

    public Compilation Compilation => compilation;

    /// <summary>Numbers of the weights that occurred.</summary>
    public HashSet<int> UsedWeights { get; } = [];

    /// <summary>The value that a method returns for the given parameters.</summary>
    public Value Run(IMethodSymbol method, Dictionary<ISymbol, Value> scope)
    {
        cancellation.ThrowIfCancellationRequested();
        IOperation body = BodyOf(method);
        if (active.Contains(method, SymbolEqualityComparer.Default))
        {
            throw UnreadableException.At(CellDiagnostics.Recursion, method.Locations[0], method.Name);
        }

        active.Add(method);
        Value? returned = RunBlock(body, scope);
        active.RemoveAt(active.Count - 1);
        return returned ?? throw new UnreadableException(null);
    }

    /// <summary>Binds a local, and names its signal after it.</summary>
    public void Bind(ISymbol symbol, Value value, Dictionary<ISymbol, Value> scope)
    {
        scope[symbol] = value;
        if (value is SignalValue signal)
        {
            Builder.Name(signal.Node, symbol.Name);
        }
    }

    private IOperation BodyOf(IMethodSymbol method)
    {
        SyntaxNode? declaration = (method.PartialImplementationPart ?? method).DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation);
        SyntaxNode? body = declaration switch
        {
            BaseMethodDeclarationSyntax member => (SyntaxNode?)member.Body ?? member.ExpressionBody,
            LocalFunctionStatementSyntax local => (SyntaxNode?)local.Body ?? local.ExpressionBody,
            _ => null,
        };
        if (body is null)
        {
            throw new UnreadableException(null);
        }

        return compilation.GetSemanticModel(body.SyntaxTree).GetOperation(body, cancellation) ?? throw new UnreadableException(null);
    }

    private Value? RunBlock(IOperation body, Dictionary<ISymbol, Value> scope)
    {
        IEnumerable<IOperation> statements = body is IBlockOperation block ? block.Operations : new[] { body }.AsEnumerable();
        foreach (IOperation statement in statements)
        {
            cancellation.ThrowIfCancellationRequested();
            switch (statement)
            {
                case IReturnOperation { ReturnedValue: { } value }:
                    return expressions.Read(value, scope);
                case IBlockOperation inner when RunBlock(inner, scope) is { } returned:
                    return returned;
                case IBlockOperation or IEmptyOperation or ILocalFunctionOperation:
                    break;
                case IVariableDeclarationGroupOperation group:
                    Declare(group, scope);
                    break;
                case IExpressionStatementOperation { Operation: IAssignmentOperation assignment }:
                    expressions.Read(assignment, scope);
                    break;
                default:
                    throw ExpressionReader.Unreadable(statement);
            }
        }

        return null;
    }

    private void Declare(IVariableDeclarationGroupOperation group, Dictionary<ISymbol, Value> scope)
    {
        foreach (IVariableDeclaratorOperation declarator in group.Declarations.SelectMany(d => d.Declarators))
        {
            IOperation? value = (declarator.Initializer ?? (declarator.Parent as IVariableDeclarationOperation)?.Initializer)?.Value;
            if (value is not null && !declarator.Symbol.IsConst)
            {
                Bind(declarator.Symbol, expressions.Read(value, scope), scope);
            }
        }
    }
}
