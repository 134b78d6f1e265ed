/**
 * The same page for what does not exist and for what is somebody else's. It appears within any page, so it stands on
 * nothing but the styles that are everywhere.
 */
const NotFound = () => (
  <main className="mx-auto grid max-w-136 gap-4 px-4 py-12">
    <h1 className="text-28/28">There is nothing here that you may see</h1>
    <p className="text-16/16 text-muted">The address may be wrong, or you take no part in what it leads to.</p>
    <p>
      <a href="/" className="btn btn-big no-underline">
        My incidents
      </a>
    </p>
  </main>
);

export default NotFound;
