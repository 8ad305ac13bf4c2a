using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RegularizerGen.Generator;

/// <summary>Whether the step is a method that can be read and that generated code can call, whatever it computes.</summary>
internal static class StepDeclaration
{
    /// <summary>Why it can be neither read nor called.</summary>
    public static IEnumerable<UnreadableException> Problems(IMethodSymbol step, INamedTypeSymbol cell)
    {
        string? problem =
            step.AssociatedSymbol is { } property ? $"[Step] on an accessor of '{property.Name}', which generated code cannot call"
            : step.MethodKind == MethodKind.ExplicitInterfaceImplementation
                ? $"[Step] on '{NameOf(step)}', an explicit implementation of an interface's method, which generated code cannot call"
            : step.MethodKind != MethodKind.Ordinary ? $"[Step] on '{NameOf(step)}', which is no method with a name of its own"
            : CallMarks.Of(step) is { } mark
                ? $"the step '{step.Name}', which generated code cannot call because it is marked {mark}; drop that attribute"
            : null;
        if (problem is not null)
        {
            yield return UnreadableException.At(CellDiagnostics.NoSingleStep, step.Locations[0], cell.Name, problem);
        }

        if (StepReader.BodyOf(step).IsExtern)
        {
            yield return UnreadableException.At(
                CellDiagnostics.UnreadableConstruct,
                step.Locations[0],
                $"'{step.Name}', which is 'extern',",
                "write its body here, as a formula"
            );
        }

        if (step.IsVararg && Declaration(step) is { ParameterList.Parameters: var parameters })
        {
            yield return UnreadableException.At(
                CellDiagnostics.BadParameter,
                parameters.Last().GetLocation(),
                "__arglist",
                "left out: every parameter is a plain 'Signal'"
            );
        }
    }

    /// <summary>
    /// The method that the call of generated code reaches instead of the step; null where it reaches the step. The compiler is asked, since
    /// attributes and inheritance have a say.
    /// </summary>
    /// <param name="step">The step.</param>
    /// <param name="call">How it is called.</param>
    /// <param name="cell">The cell.</param>
    /// <param name="compilation">The project.</param>
    public static UnreadableException? Hidden(IMethodSymbol step, StepSignature call, INamedTypeSymbol cell, Compilation compilation)
    {
        if (Overloads(step.Name, cell) < 2 || Declaration(StepReader.BodyOf(step)) is not { } declaration)
        {
            return null;
        }

        int? position = declaration.Body?.OpenBraceToken.Span.End ?? declaration.ExpressionBody?.Expression.SpanStart;
        if (position is null)
        {
            return null;
        }

        string arguments = string.Join(", ", call.Parameters.Select(_ => $"default(global::{KnownNames.Signal})"));
        ISymbol? reached = compilation
            .GetSemanticModel(declaration.SyntaxTree)
            .GetSpeculativeSymbolInfo(
                position.Value,
                SyntaxFactory.ParseExpression($"{call.Method}({arguments})"),
                SpeculativeBindingOption.BindAsExpression
            )
            .Symbol;
        if (reached is null)
        {
            return null; // of two methods with the same parameters the compiler says enough
        }

        for (IMethodSymbol? same = step; same is not null; same = same.OverriddenMethod)
        {
            if (SymbolEqualityComparer.Default.Equals(same, reached))
            {
                return null;
            }
        }

        return UnreadableException.At(
            CellDiagnostics.NoSingleStep,
            reached.Locations[0],
            cell.Name,
            $"another method '{step.Name}', which a call of the step would reach instead: give one of them another name"
        );
    }

    private static int Overloads(string name, INamedTypeSymbol cell)
    {
        int count = 0;
        for (INamedTypeSymbol? type = cell; type is not null; type = type.BaseType)
        {
            count += type.GetMembers(name).Length;
        }

        return count;
    }

    private static MethodDeclarationSyntax? Declaration(IMethodSymbol method) =>
        method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() as MethodDeclarationSyntax;

    /// <summary>With the interface, but without its namespace.</summary>
    private static string NameOf(IMethodSymbol step) =>
        step.ExplicitInterfaceImplementations.FirstOrDefault() is { } implemented
            ? $"{implemented.ContainingType.Name}.{implemented.Name}"
            : step.Name;
}
