using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>
/// The names of the members that the user gave to a cell. Those that generated code gives to it are refused; all others are left alone:
/// what generated code keeps to itself is called otherwise (<see cref="CellNames.Internal"/>).
/// </summary>
internal static class MemberNames
{
    /// <summary>All names within the cell that are not free, inherited ones and that of the cell included.</summary>
    public static EquatableArray<string> Of(INamedTypeSymbol type)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal) { type.Name };
        foreach (ISymbol member in Own(type))
        {
            names.Add(member.Name);
        }

        foreach (SyntaxReference part in type.DeclaringSyntaxReferences.Where(r => !IsGenerated(r.SyntaxTree)))
        {
            names.UnionWith(
                HiddenNames
                    .Used(part.GetSyntax())
                    .Select(n => n.Identifier.ValueText)
                    .Where(n => n.StartsWith(CellNames.Generated, StringComparison.Ordinal))
            );
        }

        for (INamedTypeSymbol? parent = type.BaseType; parent is { SpecialType: not SpecialType.System_Object }; parent = parent.BaseType)
        {
            foreach (ISymbol member in parent.GetMembers().Where(m => !m.IsImplicitlyDeclared))
            {
                names.Add(member.Name);
            }
        }

        return names.ToEquatableArray();
    }

    /// <summary>Reports the names that are reserved: once for all methods of one name.</summary>
    /// <returns>These names.</returns>
    public static HashSet<string> Check(INamedTypeSymbol type, Mistakes mistakes)
    {
        var refused = new HashSet<string>(StringComparer.Ordinal);
        if (ReservedNames.Contains(type.Name))
        {
            Report(type);
        }

        foreach (ISymbol member in Own(type).Where(m => ReservedNames.Contains(m.Name)))
        {
            Report(member);
        }

        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            foreach (ITypeParameterSymbol parameter in outer.TypeParameters.Where(p => p.Name == CellNames.Element || IsHidden(p)))
            {
                Report(parameter);
            }
        }

        foreach (string known in KnownNames.Vocabulary)
        {
            if (type.ContainingAssembly.GetTypeByMetadataName(known) is { } own)
            {
                Report(own); // it would be taken for ours
            }
        }

        if (Outermost(type) is { ContainingNamespace.IsGlobalNamespace: true, Name: "System" or "RegularizerGen" } hiding)
        {
            Report(hiding); // it hides the namespace from all code
        }

        // Generated code adds the constructor from a view.
        foreach (
            IMethodSymbol constructor in type.InstanceConstructors.Where(c => !IsGenerated(c) && c.Parameters is [{ Type.Name: "View" }])
        )
        {
            mistakes.Add(
                UnreadableException.At(CellDiagnostics.ReservedName, LocationOf(constructor), $"{type.Name}(View)", ReservedNames.Listed)
            );
            refused.Add(constructor.Name);
        }

        return refused;

        // A class within has a type parameter of this name: from there nothing can name the one around it.
        bool IsHidden(ITypeParameterSymbol parameter)
        {
            INamedTypeSymbol? inner = type.ContainingType;
            while (!SymbolEqualityComparer.Default.Equals(inner, parameter.ContainingSymbol))
            {
                if (inner!.TypeParameters.Any(p => p.Name == parameter.Name))
                {
                    return true;
                }

                inner = inner.ContainingType;
            }

            return false;
        }

        void Report(ISymbol symbol)
        {
            if (refused.Add(symbol.Name))
            {
                mistakes.Add(UnreadableException.At(CellDiagnostics.ReservedName, LocationOf(symbol), symbol.Name, ReservedNames.Listed));
            }
        }
    }

    private static INamedTypeSymbol Outermost(INamedTypeSymbol type) => type.ContainingType is { } outer ? Outermost(outer) : type;

    /// <summary>Members that the user wrote. The analyzer sees those that were generated, too.</summary>
    private static IEnumerable<ISymbol> Own(INamedTypeSymbol type) =>
        type.GetMembers().Where(m => !m.IsImplicitlyDeclared && m.CanBeReferencedByName && m.Name.Length > 0 && !IsGenerated(m));

    /// <summary>Whether a file was generated for a cell.</summary>
    public static bool IsGenerated(SyntaxTree file) => file.FilePath.Contains(typeof(CellGenerator).FullName);

    private static bool IsGenerated(ISymbol symbol) => symbol.Locations.All(l => l.SourceTree is { } file && IsGenerated(file));

    private static Location LocationOf(ISymbol symbol) => symbol.Locations.FirstOrDefault() ?? Location.None;
}
