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
        IncrementalValuesProvider<CellSource?> cells = context
            .SyntaxProvider.ForAttributeWithMetadataName(
                KnownNames.CellAttribute,
                (node, _) => node is TypeDeclarationSyntax,
                (match, cancellation) =>
                    match.TargetSymbol is INamedTypeSymbol type
                        ? SharedReading.Read(type, match.SemanticModel.Compilation, cancellation).Source
                        : null
            )
            .WithTrackingName(ReadStep);

        IncrementalValuesProvider<(string HintName, string Text)> files = cells
            .Where(cell => cell is not null)
            .Select(
                (cell, cancellation) => (cell!.HintName, CellEmitter.Emit(cell, CellPlan.Create(cell.Model, cancellation), cancellation))
            )
            .WithTrackingName(EmitStep);

        context.RegisterSourceOutput(files, (output, file) => output.AddSource(file.HintName, SourceText.From(file.Text, Encoding.UTF8)));
    }
}
