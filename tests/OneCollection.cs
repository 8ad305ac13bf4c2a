// Stryker learns which tests reach a mutant only where test collections are named; this one is named by its assembly.
[assembly: CollectionBehavior(CollectionBehavior.CollectionPerAssembly)]
