using System.Collections.Generic;
using System.Collections.Immutable;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using RegularizerGen.Generator;

namespace RegularizerGen.CodeFixes;

/// <summary>Changes that mend a mistake without any decision of the user's. Each is a rewriting of the file's syntax at the diagnostic's
/// place.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CellFixes))]
public sealed class CellFixes : CodeFixProvider
{
    /// <summary>By the number of the diagnostic, or by the <see cref="FixNames.Kind"/> that it carries.</summary>
    private static readonly Dictionary<string, Fix> Fixes = new()
    {
        ["RG0001"] = new Fix("Add 'partial'", TypeFixes.AddPartial),
        ["RG0022"] = new Fix("Add [RecurrentCell]", TypeFixes.AddAttribute),
        [FixNames.Class] = new Fix("Make it a class", TypeFixes.MakeClass),
        [FixNames.Field] = new Fix("Make it a field", TypeFixes.MakeField),
        [FixNames.Names] = new Fix("Name the elements after the states", SignatureFixes.NameElements),
        [FixNames.Lipschitz] = new Fix("Declare Lipschitz = 1", SignatureFixes.AddLipschitz),
        [FixNames.Function] = new Fix("Use the function of CellMath", ExpressionFixes.CallCellMath),
        [FixNames.Swap] = new Fix("Exchange the factors", ExpressionFixes.Exchange),
    };

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        ImmutableArray.Create("RG0001", "RG0002", "RG0005", "RG0006", "RG0012", "RG0022");

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root)
        {
            return;
        }

        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            string kind = diagnostic.Properties.TryGetValue(FixNames.Kind, out string? named) && named is not null ? named : diagnostic.Id;
            if (
                Fixes.TryGetValue(kind, out Fix? fix)
                && fix.Apply(root, root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true), TextOf(diagnostic))
                    is { } changed
            )
            {
                context.RegisterCodeFix(
                    CodeAction.Create(fix.Title, (CancellationToken _) => Task.FromResult(context.Document.WithSyntaxRoot(changed)), kind),
                    diagnostic
                );
            }
        }
    }

    private static string TextOf(Diagnostic diagnostic) =>
        diagnostic.Properties.TryGetValue(FixNames.Text, out string? text) ? text ?? string.Empty : string.Empty;

    /// <param name="Title">What the user reads.</param>
    /// <param name="Apply">The changed file, given the file, the node at the diagnostic's place, and the diagnostic's
    /// <see cref="FixNames.Text"/>; null where nothing can be changed.</param>
    private sealed record Fix(string Title, System.Func<SyntaxNode, SyntaxNode, string, SyntaxNode?> Apply);
}
