using System;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>Cell source → model → plan → C#. The transform only reads (it reruns at every edit); deriving and emitting rerun when the model
/// changed.</summary>
[Generator]
public sealed class CellGenerator : IIncrementalGenerator
{
    /// <summary>Tracking name of the models.</summary>
    public const string ReadStep = "Read";

    /// <summary>Tracking name of the emitted text.</summary>
    public const string EmitStep = "Emit";

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<CellSource> cells = context
            .SyntaxProvider.ForAttributeWithMetadataName(
                KnownNames.CellAttribute,
                (node, _) => node is TypeDeclarationSyntax,
                (match, cancellation) =>
                    match.TargetSymbol is INamedTypeSymbol type
                    && CellIdentity.IsFirst(type, match.TargetNode)
                    && SharedReading.Read(type, match.SemanticModel.Compilation, cancellation) is var result
                        ? result.Source ?? result.Skeleton
                        : null
            )
            .WithTrackingName(ReadStep)
            .Where(cell => cell is not null)
            .Select((cell, _) => cell!);

        IncrementalValuesProvider<CellFile> files = cells
            .Select((cell, cancellation) => CellFile.Of(cell, cancellation))
            .WithTrackingName(EmitStep);
        IncrementalValueProvider<EquatableArray<string>> clashing = cells
            .Select((cell, _) => cell.FullName)
            .Collect()
            .Select((all, _) => HintNames.Clashing(all));

        context.RegisterSourceOutput(
            files.Combine(clashing),
            (output, pair) =>
            {
                (CellFile file, EquatableArray<string> names) = pair;
                if (file.Defect is { } defect)
                {
                    output.ReportDiagnostic(Diagnostic.Create(CellDiagnostics.InternalDefect, Location.None, file.Cell, defect));
                }

                if (file.Text is { } text)
                {
                    output.AddSource(HintNames.Of(file.Cell, names), SourceText.From(text, Encoding.UTF8));
                }
            }
        );
    }
}
