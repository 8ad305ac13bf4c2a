using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>
/// Goes on after a statement that cannot be read: its mistake is noted, what it assigns gets stand-ins, and those of its parts that can be
/// read tell what they can of the sizes of weights.
/// </summary>
internal sealed class Recovery(ModelBuilder builder, Mistakes mistakes, StandIns standIns)
{
    private const int MostParts = 100;

    private int partsLeft = MostParts;

    /// <summary>Whether parts of a statement that is known to be wrong are being read.</summary>
    public bool IsSearching { get; private set; }

    /// <summary>Notes what is known of code that does not compile.</summary>
    public void Note(IEnumerable<UnreadableException> found) => mistakes.AddAll(found);

    /// <summary>Notes the mistake of a statement, and binds what it assigns.</summary>
    /// <param name="mistake">Why it cannot be read.</param>
    /// <param name="statement">The statement.</param>
    /// <param name="returnType">What the method around it returns.</param>
    /// <param name="scope">Values by symbol.</param>
    /// <param name="expressions">Reads its parts.</param>
    /// <returns>A stand-in for what it returns; null if it returns nothing.</returns>
    public Value? After(
        UnreadableException mistake,
        IOperation statement,
        ITypeSymbol returnType,
        Dictionary<ISymbol, Value> scope,
        ExpressionReader expressions
    )
    {
        mistakes.Add(standIns.IsFollowUp(mistake, statement) ? new UnreadableException(null) : mistake, PlaceOf(statement));
        List<int> parts = Parts(statement, scope, expressions);
        var bound = new List<Value?>();
        foreach (IOperation operation in statement.DescendantsAndSelf())
        {
            if (operation is IVariableDeclaratorOperation { Symbol: { IsConst: false } local })
            {
                bound.Add(standIns.Bind(local, local.Type, scope));
            }
            else if (operation is IAssignmentOperation { Target: var target })
            {
                bound.AddRange(
                    target.DescendantsAndSelf().Where(o => SymbolOf(o) is not null).Select(o => standIns.Bind(SymbolOf(o)!, o.Type, scope))
                );
            }
        }

        Value? returned = statement is IReturnOperation { Kind: OperationKind.Return }
            ? standIns.Of(returnType) ?? throw new UnreadableException(null)
            : null;
        Relate(parts, [.. bound.Append(returned).OfType<SignalValue>().Select(s => s.Node)]);
        return returned;
    }

    private static ISymbol? SymbolOf(IOperation operation) =>
        operation switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            _ => null,
        };

    /// <summary>The signals of the largest parts that can be read.</summary>
    private List<int> Parts(IOperation statement, Dictionary<ISymbol, Value> scope, ExpressionReader expressions)
    {
        var found = new List<int>();
        var open = new Stack<IOperation>(statement.ChildOperations);
        IsSearching = true;
        while (open.Count > 0 && partsLeft > 0)
        {
            IOperation operation = open.Pop();
            if (
                operation is IBinaryOperation or IInvocationOperation or IParameterReferenceOperation or ILocalReferenceOperation
                && StepTypes.NameOf(operation.Type) == KnownNames.Signal
            )
            {
                partsLeft--;
                try
                {
                    found.AddRange(expressions.Read(operation, scope) is SignalValue signal ? [signal.Node] : []);
                    continue;
                }
                catch (UnreadableException)
                {
                    // Its own parts may be readable.
                }
            }

            if (MayChangeSize(operation))
            {
                continue;
            }

            foreach (IOperation child in operation.ChildOperations)
            {
                open.Push(child);
            }
        }

        IsSearching = false;
        return found;
    }

    /// <summary>What a matrix acts on has another size: x * W or W * 0.5 * x, which do not compile, tell nothing of the size of
    /// x.</summary>
    private static bool MayChangeSize(IOperation operation) =>
        operation.ChildOperations.Any(c =>
            StepTypes.NameOf(c.Type) == KnownNames.Matrix
            || (c.Type is null or { TypeKind: TypeKind.Error } && operation.Syntax.IsKind(SyntaxKind.MultiplyExpression))
        );

    /// <summary>What a statement computes mostly has the size of what it assigns.</summary>
    private void Relate(List<int> parts, List<int> targets)
    {
        if (targets.Count == 1)
        {
            foreach (int part in parts)
            {
                builder.Add(1, part, 1, targets[0]);
            }
        }
    }

    /// <summary>Where a statement names a function whose source is elsewhere; else where it starts.</summary>
    private static Location PlaceOf(IOperation statement) =>
        (statement.DescendantsAndSelf().FirstOrDefault(o => o is IMethodReferenceOperation) ?? statement).Syntax.GetLocation();
}
