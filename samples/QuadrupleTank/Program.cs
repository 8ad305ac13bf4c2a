using RegularizerGen.Samples.QuadrupleTank;
using RegularizerGen.Samples.QuadrupleTank.Training;

return Run.Sample(
    args,
    "QuadrupleTank",
    "quadruple-tank",
    defaultSteps: 3000,
    Ways.All,
    (experiment, arguments) => (way, strength) => new Trainer(experiment, way, strength, arguments.Seed)
);
