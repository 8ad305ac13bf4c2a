using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RegularizerGen.Derivation;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Generator;

/// <summary>
/// Reads a user's own activation: its declared facts, checked against its formula where it has one, from which value and slope are derived.
/// </summary>
internal sealed class ActivationReader(IMethodSymbol method, AttributeData mark, INamedTypeSymbol within, Compilation compilation)
{
    private const string Slope = "Slope";
    private const string Curvature = "Curvature";

    /// <summary>Numbers, names and functions in a derivative of a formula.</summary>
    private const int LargestDerivative = 4000;

    /// <summary>The activation; notes are added for declarations that could not be decided.</summary>
    public UserActivation Read(ICollection<Diagnostic> notes)
    {
        ActivationFacts facts = Facts();
        if (TryFormula(method, isRequired: !IsDeclared(Slope) && !IsDeclared(Curvature)) is not { } formula)
        {
            return Opaque(facts);
        }

        CheckDerivatives(formula.ToExpr());
        CheckedDeclarations result = DeclarationCheck.Run(formula, facts);
        Refute(result.Refuted);
        CheckCompanions(formula);
        if (result.Undecided.Count > 0)
        {
            notes.Add(
                Diagnostic.Create(
                    CellDiagnostics.UndecidedDeclaration,
                    method.Locations[0],
                    method.Name,
                    string.Join(", ", result.Undecided)
                )
            );
        }

        return new UserActivation(method.Name, formula.ToExpr(), facts, AtZero: null, result.Undecided.ToEquatableArray());
    }

    /// <summary>Derivatives are printed as they are derived: those of functions within functions are much larger than the
    /// formula.</summary>
    private void CheckDerivatives(Expr value)
    {
        Symbol argument = Expr.Symbol(UserActivation.Argument);
        if (value.HasNumberLongerThan(ModelBuilder.LongestNumber))
        {
            throw Bad(
                method,
                $"the exact value of a constant in its formula has more than {ReadingBudget.Text(ModelBuilder.LongestNumber)} "
                    + "binary digits; use constants of usual size"
            );
        }

        Expr slope = value.Differentiate(argument);
        if (slope.IsLargerThan(LargestDerivative) || slope.Differentiate(argument).IsLargerThan(LargestDerivative))
        {
            throw Bad(
                method,
                $"the first two derivatives of its formula have more than {ReadingBudget.Text(LargestDerivative)} operations; "
                    + "write a simpler formula, or compute it in statements and declare Slope and Curvature"
            );
        }
    }

    private ActivationFacts Facts()
    {
        double lipschitz = Named("Lipschitz", 0);
        if (!(lipschitz > 0) || double.IsInfinity(lipschitz))
        {
            throw UnreadableException.Fixable(
                CellDiagnostics.BadActivation,
                method.Locations[0],
                FixNames.Lipschitz,
                null,
                method.Name,
                "declare a finite Lipschitz constant greater than 0"
            );
        }

        if (End("Min") is { } min && End("Max") is { } max && min > max)
        {
            throw Bad(method, "declare Min ≤ Max");
        }

        return new ActivationFacts(
            Rational.FromDouble(lipschitz),
            End("Min"),
            End("Max"),
            mark.NamedArguments.Any(a => a.Key == "Monotone" && a.Value.Value is true)
        );
    }

    private Formula? TryFormula(IMethodSymbol source, bool isRequired = false)
    {
        try
        {
            return FormulaReader.Read(source, compilation);
        }
        catch (UnreadableException) when (!isRequired)
        {
            return null;
        }
    }

    /// <summary>
    /// A method that is no formula: it is called as it is, and so are its declared derivatives. All that is declared of it is an
    /// assumption.
    /// </summary>
    private UserActivation Opaque(ActivationFacts facts)
    {
        Rational? atZero = End("AtZero");
        if (atZero is null && (facts.Min is null || facts.Max is null))
        {
            throw Bad(method, "declare Min and Max, or its value AtZero: its formula is not known");
        }

        IMethodSymbol[] derivatives = [Companion(Slope), Companion(Curvature)];
        var curvature = new DeclaredFunction(FullName(derivatives[1]), derivative: null);
        var value = new DeclaredFunction(FullName(method), new DeclaredFunction(FullName(derivatives[0]), curvature));
        if (TryFormula(derivatives[0]) is { } slope)
        {
            // The slope's formula tells whether the constant and the direction can be true.
            Refute(DeclarationCheck.RefuteRange(slope, facts));
            Refute(TryFormula(derivatives[1]) is { } second ? DeclarationCheck.RefuteDerivative(slope, second, Curvature) : null);
        }

        string?[] declared =
        [
            "Lipschitz",
            facts.Min is null ? null : "Min",
            facts.Max is null ? null : "Max",
            facts.IsMonotone ? "Monotone" : null,
            atZero is null ? null : "AtZero",
        ];
        return new UserActivation(
            method.Name,
            Expr.Apply(value, Expr.Symbol(UserActivation.Argument)),
            facts,
            atZero,
            declared.OfType<string>().ToEquatableArray()
        );
    }

    /// <summary>Derivatives that are declared although the formula is known must be those of the formula, where they can be read.</summary>
    private void CheckCompanions(Formula formula)
    {
        if (!IsDeclared(Slope) || TryFormula(Companion(Slope)) is not { } slope)
        {
            return;
        }

        Refute(DeclarationCheck.RefuteDerivative(formula, slope, Slope));
        Refute(
            IsDeclared(Curvature) && TryFormula(Companion(Curvature)) is { } curvature
                ? DeclarationCheck.RefuteDerivative(slope, curvature, Curvature)
                : null
        );
    }

    private void Refute(Refutation? refuted)
    {
        if (refuted is not null)
        {
            throw UnreadableException.At(CellDiagnostics.FalseDeclaration, LocationOf(refuted.Property), method.Name, refuted.Message);
        }
    }

    private IMethodSymbol Companion(string role) =>
        mark.NamedArguments.FirstOrDefault(a => a.Key == role).Value.Value is string name
        && method.ContainingType.GetMembers(name).OfType<IMethodSymbol>().FirstOrDefault(IsScalarFunction) is { } found
            ? found
            : throw Bad(method, $"declare {role} = nameof(…), a static method double → double beside it: its formula is not known");

    private string FullName(IMethodSymbol found) =>
        !TypeArguments.CanBeNamed(found.ContainingType, within) ? throw Bad(found, "move it to a class that every file can name")
        : CallMarks.Of(found) is { } mark ? throw Bad(found, $"it is marked {mark}; drop that attribute: generated code calls it")
        : compilation.IsSymbolAccessibleWithin(found, within)
            ? $"{found.ContainingType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)}.{CellNames.Escape(found.Name)}"
        : throw Bad(found, "make it internal: generated code calls it");

    private static bool IsScalarFunction(IMethodSymbol method) =>
        method is { IsStatic: true, IsVirtual: false, IsAbstract: false, IsGenericMethod: false, MethodKind: MethodKind.Ordinary }
        && method is { ReturnType.SpecialType: SpecialType.System_Double, Parameters: [var only] }
        && only is { Type.SpecialType: SpecialType.System_Double, RefKind: RefKind.None };

    private static UnreadableException Bad(IMethodSymbol method, string instead) =>
        UnreadableException.At(CellDiagnostics.BadActivation, method.Locations[0], method.Name, instead);

    /// <summary>Where a property is declared: its argument in the attribute, or the method.</summary>
    private Location LocationOf(string? property) =>
        (mark.ApplicationSyntaxReference?.GetSyntax() as AttributeSyntax)
            ?.ArgumentList?.Arguments.FirstOrDefault(a => a.NameEquals?.Name.Identifier.Text == property)
            ?.GetLocation()
        ?? method.Locations[0];

    private bool IsDeclared(string property) => mark.NamedArguments.Any(a => a.Key == property);

    private Rational? End(string name)
    {
        double value = Named(name, double.NaN);
        return double.IsNaN(value) || double.IsInfinity(value) ? null : Rational.FromDouble(value);
    }

    private double Named(string name, double otherwise) =>
        mark.NamedArguments.FirstOrDefault(a => a.Key == name).Value.Value is double value ? value : otherwise;
}
