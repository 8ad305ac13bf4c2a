using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>Reports what keeps a cell from being read, at its exact place. Apart from the generator, so that sources stay cached while
/// diagnostics keep real locations, and #pragma works.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CellAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => CellDiagnostics.All;

    public override void Initialize(AnalysisContext context)
    {
        // A cell may stand in a file that another tool wrote: the generator reads it there, too.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
        context.RegisterSymbolAction(FindLostStep, SymbolKind.Method);
    }

    /// <summary>A step in a class that nothing is generated for, at the name of the class.</summary>
    private static void FindLostStep(SymbolAnalysisContext context)
    {
        if (
            context.Symbol is IMethodSymbol { ContainingType: { Name.Length: > 0 } type, PartialDefinitionPart: null } method
            && ParameterReader.AttributeOf(method, KnownNames.StepAttribute) is not null
            && ParameterReader.AttributeOf(type, KnownNames.CellAttribute) is null
        )
        {
            Location? place = method.Locations.FirstOrDefault();
            context.ReportDiagnostic(
                Diagnostic.Create(
                    CellDiagnostics.StepWithoutCell,
                    type.Locations.FirstOrDefault(l => l.SourceTree == place?.SourceTree) ?? place,
                    type.Name,
                    method.Name
                )
            );
        }
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.GetAttributes().Any(a => a.AttributeClass?.ToDisplayString() == KnownNames.CellAttribute))
        {
            ReadResult result = SharedReading.Read(type, context.Compilation, context.CancellationToken);
            foreach (Diagnostic diagnostic in result.Diagnostics)
            {
                context.ReportDiagnostic(diagnostic);
            }

            foreach (int input in result.Source is { Model: var model } ? UnboundedInput.NeedingABound(model) : [])
            {
                IParameterSymbol? parameter = type.GetMembers()
                    .OfType<IMethodSymbol>()
                    .SelectMany(m => m.Parameters)
                    .Where(p => p.GetAttributes().Any(a => a.AttributeClass?.ToDisplayString() == KnownNames.InputAttribute))
                    .FirstOrDefault(p => p.Name == result.Source!.Model.Inputs[input].Name);
                context.ReportDiagnostic(
                    Diagnostic.Create(
                        CellDiagnostics.InputBoundMissing,
                        parameter?.Locations.FirstOrDefault(),
                        type.Name,
                        result.Source!.Model.Inputs[input].Name
                    )
                );
            }
        }
    }
}
