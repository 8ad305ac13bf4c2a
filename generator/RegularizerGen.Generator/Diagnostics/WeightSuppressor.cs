using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RegularizerGen.Generator;

/// <summary>
/// The weights of a cell are assigned, and its step is called, by generated code. Where a mistake keeps that from being generated, warnings
/// of fields that are never assigned and of members that are never used would hide the one diagnostic that matters.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WeightSuppressor : DiagnosticSuppressor
{
    private static readonly string[] Suppressed = ["CS0169", "CS0649", "CA1823", "IDE0051", "IDE0052"];

    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions { get; } =
        Suppressed
            .Select(
                (id, k) =>
                    new SuppressionDescriptor($"RGS{k + 1:D4}", id, "Generated code assigns the weights of a cell and calls its step.")
            )
            .ToImmutableArray();

    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        foreach (Diagnostic diagnostic in context.ReportedDiagnostics)
        {
            if (
                diagnostic.Location.SourceTree is { } tree
                && context.GetSemanticModel(tree) is var model
                && tree.GetRoot(context.CancellationToken).FindNode(diagnostic.Location.SourceSpan) is { } node
                && model.GetDeclaredSymbol(node, context.CancellationToken) is { ContainingType: { } type } member
                && Has(type, KnownNames.CellAttribute)
                && IsOfStep(member)
            )
            {
                context.ReportSuppression(
                    Suppression.Create(SupportedSuppressions.First(s => s.SuppressedDiagnosticId == diagnostic.Id), diagnostic)
                );
            }
        }
    }

    /// <summary>A weight, the step, or an activation.</summary>
    private static bool IsOfStep(ISymbol member) =>
        member is IFieldSymbol field && StepTypes.IsWeight(field.Type)
        || member is IMethodSymbol && (Has(member, KnownNames.StepAttribute) || Has(member, KnownNames.ActivationAttribute));

    private static bool Has(ISymbol symbol, string attribute) =>
        symbol.GetAttributes().Any(a => a.AttributeClass?.ToDisplayString() == attribute);
}
